import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An executable shell script of that name. */
export function fakeCommand(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
