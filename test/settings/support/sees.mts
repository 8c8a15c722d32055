import type { Seen } from "./wire.mts";

/** Whether a call got through, or what stopped it before it reached an emulator. */
export function outcome({ failure, requests }: Seen): string {
  if (failure === undefined) return "created";
  return requests.length === 0 ? "nothing sent" : `refused with ${requests.at(-1)?.status}`;
}

/** The access key of a call that the emulator took: its secret key and session token were right too. */
export function signer(seen: Seen): string | undefined {
  return seen.failure ?? seen.requests.at(-1)?.accessKeyId;
}

/** Where a call arrived. */
export function server(seen: Seen): string | undefined {
  return seen.failure ?? seen.requests.at(-1)?.at;
}
