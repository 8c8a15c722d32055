export const tags = {
  type: "map",
  min: 0,
  max: 50,
  key: { type: "string", min: 1, max: 128 },
  value: { type: "string", min: 0, max: 256 },
} as const;
