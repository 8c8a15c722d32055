// A test as people write it with the emulator, and what its compiler has to refuse.
import { type Credentials, type Emulator, type EmulatorRequest, startEmulator } from "ivs-realtime-emulator";

const keys = new Map<string, Credentials>();
export const emulator: Promise<Emulator> = startEmulator({
  port: 0,
  stages: ["arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh"],
  clock: () => new Date(0),
  credentials: (accessKeyId) => keys.get(accessKeyId),
  tls: { hosts: ["ivsrealtime.us-west-2.amazonaws.com"] },
});

export async function use({ url, certificate, requests, fault, join, close }: Emulator): Promise<void> {
  const undo: () => void = fault({ operation: "CreateParticipantToken", status: 429, times: 2 });
  undo();
  fault({ rawBody: "{", headers: { date: null } });
  await join(`${url} ${certificate}`);
  const dates: Date[] = requests.map(({ date }: EmulatorRequest) => date);
  await close();
  // @ts-expect-error: an operation that it doesn't have
  fault({ operation: "CreateComposition", dropConnection: true });
  // @ts-expect-error: what happens is missing
  fault({ times: 1 });
  // @ts-expect-error: read only
  requests.push(dates);
}

// @ts-expect-error: a date is not a clock
void startEmulator({ clock: new Date() });
