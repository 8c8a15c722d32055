import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";

const scratch = join(import.meta.dirname, "../../../.work");

/** An empty folder that is gone after the test file. */
export function temporaryFolder(): string {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, "tools-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
