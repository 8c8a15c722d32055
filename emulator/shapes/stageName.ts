export const stageName = { type: "string", min: 0, max: 128, pattern: "[a-zA-Z0-9-_]*" } as const;
