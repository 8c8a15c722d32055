export const stageArn = {
  type: "string",
  min: 1,
  max: 128,
  pattern: "arn:aws:ivs:[a-z0-9-]+:[0-9]+:stage/[a-zA-Z0-9-]+",
} as const;
