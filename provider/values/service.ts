/** What a participant may do on the stage. */
export type Capability = "PUBLISH" | "SUBSCRIBE";

/**
 * Calls a second that the service accepts, per account and region (Service quotas, Amazon IVS Real-Time user guide).
 * The quota of CreateParticipantToken can't be raised.
 */
export const callQuotas = { CreateParticipantToken: 50, GetStage: 5, DisconnectParticipant: 5 } as const;

/**
 * What the service accepts, from its model (botocore `ivs-realtime` 2020-07-14, CreateParticipantTokenRequest).
 * The total size of `attributes` is in its prose only: the service has the last word on how it counts.
 */
export const limits = {
  stageArn: {
    maxLength: 128,
    pattern: /^arn:aws:ivs:[a-z0-9-]+:[0-9]+:stage\/[a-zA-Z0-9-]+$/,
    example: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh",
  },
  userId: { maxCodePoints: 128 },
  attributes: { maxBytes: 1024 },
  capabilities: { allowed: ["PUBLISH", "SUBSCRIBE"] satisfies Capability[] },
  duration: { minMinutes: 1, maxMinutes: 20_160, defaultMinutes: 720 },
} as const;

/** A stage's ARN taken apart; undefined if it isn't one. */
export function parseStageArn(arn: string): { region: string; account: string; id: string } | undefined {
  if (!limits.stageArn.pattern.test(arn)) return undefined;
  const [region = "", account = "", resource = ""] = arn.split(":").slice(3);
  return { region, account, id: resource.slice("stage/".length) };
}
