import type { TestContext } from "node:test";
import { type Emulator, type EmulatorOptions, startEmulator } from "pulumi-ivs-realtime/emulator";

/** An emulator that is closed when the test is over. */
export async function started(t: TestContext, options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options);
  t.after(() => emulator.close());
  return emulator;
}
