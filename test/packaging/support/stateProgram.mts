import { cp } from "node:fs/promises";
import type { TestContext } from "node:test";
import { temporaryFolder } from "../../support/temporaryFolder.mts";
import { Program } from "./program.mts";
import { unpacked } from "./unpacked.mts";

/** A program below `state/`, with this version of the package, and with its settings if it has them by now. */
export async function stateProgram(t: Pick<TestContext, "after">, folder: string): Promise<Program> {
  const copy = temporaryFolder(t);
  await cp(folder, copy, { recursive: true });
  await unpacked(copy);
  return Program.create(t, copy);
}
