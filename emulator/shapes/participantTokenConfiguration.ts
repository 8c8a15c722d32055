export const participantTokenConfiguration = {
  type: "structure",
  members: {
    duration: { type: "integer", min: 1, max: 20160 },
    userId: { type: "string", min: 0, max: 128 },
    attributes: { type: "map", key: { type: "string" }, value: { type: "string" }, maxBytes: 1024 },
    capabilities: {
      type: "list",
      min: 0,
      max: 2,
      member: { type: "string", enum: ["PUBLISH", "SUBSCRIBE"] },
    },
  },
} as const;
