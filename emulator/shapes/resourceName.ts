/** The name of a stage or of a public key. */
export const resourceName = { type: "string", min: 0, max: 128, pattern: "[a-zA-Z0-9-_]*" } as const;
