import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/**
 * An empty folder that is gone when the test, or else the test file, is over. It lies outside the repository, where
 * no program finds the repository's own node_modules above it.
 */
export function temporaryFolder(t: { after(remove: () => void): void } = { after }): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "pulumi-ivs-realtime-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
