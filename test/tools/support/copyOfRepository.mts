import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { type Running, start } from "../../support/processes.mts";
import { temporaryFolder } from "../../support/temporaryFolder.mts";

const root = join(import.meta.dirname, "../../..");

/** The repository as a clone of it would be, what isn't committed yet included, with node_modules in place. */
export function copyOfRepository(): string {
  const copy = temporaryFolder();
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  for (const file of String(list).split("\0").filter(Boolean)) {
    cpSync(join(root, file), join(copy, file), { force: true, preserveTimestamps: true });
  }
  for (const dist of ["dist", join("emulator", "dist")]) {
    cpSync(join(root, dist), join(copy, dist), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** An npm script at work. */
export interface NpmRun extends Running {
  /** The processes that it started, at any depth, and that still run. */
  left(): number[];
}

let runs = 0;

/** Starts an npm script; all it starts carries a mark in its environment. One that is left at the end is stopped. */
export function npmRun(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): NpmRun {
  const [name, value] = ["TOOLS_TEST_RUN", `${process.pid}-${runs++}`];
  const all = { ...process.env, ...env, [name]: value };
  const run = start("npm", args, { cwd, env: all, limitMs: 300_000 });
  after(() => run.signal("SIGTERM"));
  return { ...run, left: () => marked(`${name}=${value}`) };
}

/** Linux alone tells the environment of a process. */
function marked(mark: string): number[] {
  if (process.platform !== "linux") return [];
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => environmentOf(id).includes(mark)).map(Number);
}

function environmentOf(id: string): string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, "utf8").split("\0");
  } catch {
    return []; // It ended meanwhile.
  }
}

/** An executable shell script of that name. */
export function fakeCommand(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
