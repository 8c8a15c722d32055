import { TokenBucket } from "limiter";
import { callQuotas } from "../values/service.js";

// A margin for late timers, so that no second has more calls than the quota.
const share = 0.98;

/** One for each account, region and operation in this process, shared by clients whatever their other settings. */
const buckets = new Map<string, TokenBucket>();

/** Waits for a call's turn, first come first served, so that the whole process keeps the quota, evenly spread. */
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
  // The extra half makes up for late timers. After a pause, two calls can be half an interval apart.
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
