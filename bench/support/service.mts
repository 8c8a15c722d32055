import { startEmulator } from "pulumi-ivs-realtime/emulator";

/** The local IVS Real-Time that all contenders call. It runs in this process, which else only waits. */
export interface Service {
  readonly url: string;
  /** How many tokens it has minted. */
  minted(): number;
  /** When each of them was, in milliseconds. */
  times(): readonly number[];
  /** Milliseconds of processor time that this process has taken. */
  cpuMs(): number;
  close(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const times: number[] = [];
  const log = (line: string) => {
    if (line.startsWith("CreateParticipantToken 200 ")) times.push(performance.now());
  };
  const emulator = await startEmulator({ log });
  return {
    url: emulator.url,
    minted: () => times.length,
    times: () => times,
    cpuMs() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    close: () => emulator.close(),
  };
}
