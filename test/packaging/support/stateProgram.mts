import { cp } from "node:fs/promises";
import type { TestContext } from "node:test";
import { Program } from "./program.mts";
import { temporaryFolder } from "./temporaryFolder.mts";
import { unpacked } from "./unpacked.mts";

/** A program below `state/`, with this version of the package, and with its settings if it has them by now. */
export async function stateProgram(t: Pick<TestContext, "after">, folder: string): Promise<Program> {
  const copy = await temporaryFolder(t);
  await cp(folder, copy, { recursive: true });
  await unpacked(copy);
  return Program.create(t, copy);
}
