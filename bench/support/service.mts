import { startEmulator } from "pulumi-ivs-realtime/emulator";

/** The local IVS Real-Time that all contenders call. It runs in this process, which else only waits. */
export interface Service {
  readonly url: string;
  /** How many tokens it has minted. */
  minted(): number;
  /** Milliseconds of processor time that this process has taken. */
  cpuMs(): number;
  close(): Promise<void>;
}

export async function startService(): Promise<Service> {
  let minted = 0;
  const log = (line: string) => {
    if (line.startsWith("CreateParticipantToken 200 ")) minted += 1;
  };
  const emulator = await startEmulator({ log });
  return {
    url: emulator.url,
    minted: () => minted,
    cpuMs() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    close: () => emulator.close(),
  };
}
