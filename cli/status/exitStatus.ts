import type { StackStatus } from "./stackStatus.js";
import type { TokenStatus } from "./tokenStatus.js";

/** The exit status, for cron and CI to act on: 4 a token has expired, 3 one is due, 1 one can't be told of, else 0. */
export function exitStatus({ tokens }: StackStatus): number {
  if (tokens.some(isExpired)) return 4;
  if (tokens.some(({ state }) => state === "due")) return 3;
  return tokens.some(({ state }) => state === "unknown") ? 1 : 0;
}

function isExpired({ expiresInSeconds }: TokenStatus): boolean {
  return expiresInSeconds !== undefined && expiresInSeconds <= 0;
}
