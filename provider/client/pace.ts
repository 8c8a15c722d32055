import { TokenBucket } from "limiter";
import { callQuotas } from "../values/service.js";

// Even where timers are late, no second then holds more calls than the quota.
const share = 0.98;

/** One for each account, region and operation in this process, whatever the other settings of those who call. */
const buckets = new Map<string, TokenBucket>();

/** Waits for a call's turn, in the order of asking, so that the calls of the whole process keep the quota evenly. */
export async function pace(
  operation: keyof typeof callQuotas,
  place: { account: string; region: string },
  atMost: number,
): Promise<void> {
  const quota = callQuotas[operation];
  const key = `${place.account} ${place.region} ${operation}`;
  const shared = bucket(key, quota);
  const own = atMost < quota ? bucket(`${key} ${atMost}`, atMost, shared) : shared;
  await own.removeTokens(1);
}

function bucket(key: string, perSecond: number, parentBucket?: TokenBucket): TokenBucket {
  const known = buckets.get(key);
  if (known) return known;
  const tokensPerInterval = perSecond * share;
  // The half makes up for late timers; two calls can come half an interval apart for it, after a pause.
  const made = new TokenBucket({
    bucketSize: 1.5,
    tokensPerInterval,
    interval: "second",
    ...(parentBucket && { parentBucket }),
  });
  made.content = 1;
  buckets.set(key, made);
  return made;
}
