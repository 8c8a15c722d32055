export const publicKeyArn = {
  type: "string",
  min: 1,
  max: 128,
  pattern: "arn:aws:ivs:[a-z0-9-]+:[0-9]+:public-key/[a-zA-Z0-9-]+",
} as const;
