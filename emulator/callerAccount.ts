import { account } from "./state/identifiers.js";

/** The account that a call counts for: that of the ARN it names, since keys that sign here belong to no account. */
export function callerAccount(input: unknown): string {
  const { stageArn, arn = stageArn } = (input ?? {}) as { stageArn?: unknown; arn?: unknown };
  return /^arn:aws:ivs:[a-z0-9-]+:([0-9]+):/.exec(String(arn))?.[1] ?? account;
}
