import type { EmulatorRequest } from "./emulatorRequest.js";
import type { Received } from "./http/request.js";

/** So that an emulator that runs for weeks doesn't keep everything it was ever sent. */
const kept = 10_000;

type Arrived = Pick<Received, "operation" | "path" | "headers" | "input">;

export type Entry = { -readonly [Member in keyof EmulatorRequest]: EmulatorRequest[Member] };

/** The requests that arrived, in order. */
export class RequestLog {
  readonly entries: Entry[] = [];

  add({ operation, path, headers, input }: Arrived, date: Date): Entry {
    const [accessKeyId, , region] =
      /Credential=([^,\s]*)/.exec(headers.authorization ?? "")?.[1]?.split("/") ?? [];
    const entry = {
      date,
      operation,
      status: undefined,
      host: headers.host,
      path,
      region,
      accessKeyId,
      hasSessionToken: headers["x-amz-security-token"] !== undefined,
      userAgent: headers["user-agent"],
      input,
    };
    this.entries.push(entry);
    if (this.entries.length > kept) this.entries.shift();
    return entry;
  }
}
