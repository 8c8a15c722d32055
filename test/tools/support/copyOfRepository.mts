import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
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
export interface NpmRun {
  readonly child: ChildProcess;
  /** All that it printed so far. */
  output(): string;
  /** Resolves when a line matches. */
  line(pattern: RegExp): Promise<void>;
  /** Resolves with its exit status when it is done. */
  status: Promise<number | null>;
  /** The processes that it started, at any depth, and that still run. */
  left(): number[];
}

let runs = 0;
const limitMs = 300_000;

/** Starts an npm script; all it starts carries a mark in its environment. One that takes too long is stopped, and fails. */
export function npmRun(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): NpmRun {
  const mark = `TOOLS_TEST_RUN=${process.pid}-${runs++}`;
  const [name = "", value] = mark.split("=");
  const child = spawn("npm", args, {
    cwd,
    env: { ...process.env, ...env, [name]: value },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const waiting: { pattern: RegExp; resolve: () => void }[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => {
      output += `${line}\n`;
      for (const { pattern, resolve } of waiting) if (pattern.test(line)) resolve();
    });
  }
  after(() => child.kill("SIGTERM"));
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGTERM");
      reject(new Error(`npm ${args.join(" ")} took over ${limitMs} ms:\n${output}`));
    }, limitMs);
    child.once("close", () => clearTimeout(timer));
  });
  const status = Promise.race([late, once(child, "close").then(([code]) => code as number | null)]);
  return {
    child,
    status,
    output: () => output,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        waiting.push({ pattern, resolve });
        status.then(() => reject(new Error(`${pattern} is not in:\n${output}`)), reject);
      }),
    left: () => marked(mark),
  };
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
