export const stageSessionId = { type: "string", min: 16, max: 16, pattern: "st-[a-zA-Z0-9]+" } as const;
