import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Resolves when the npx (or `npm exec`, `npm run`) that runs this command has ended; never where none does.
 *
 * npx starts a shell that starts this process, and passes no signal on to it: killed, it would leave the emulator running.
 * Only a script that is this command and nothing else counts. In others the shell may go on without it or end before
 * it, which is no reason to stop: a step of CI starts it in the background and ends.
 */
export function npxEnded(): Promise<void> {
  return new Promise((resolve) => {
    const chain = isWholeScript(process.env.npm_lifecycle_script) ? parentsUpToNpm() : undefined;
    if (chain === undefined) return;
    const timer = setInterval(() => {
      if (isIntact(chain)) return;
      clearInterval(timer);
      resolve();
    }, intervalMs);
    // It keeps no process alive.
    timer.unref();
  });
}

const intervalMs = 500;

function isWholeScript(script = ""): boolean {
  return /^(['"]?)ivs-realtime-emulator\1(\s[^&;|\n]*)?$/.test(script);
}

/** The processes between this one and npm, nearest first, npm last. Undefined where npm isn't among them. */
function parentsUpToNpm(): readonly number[] | undefined {
  const chain: number[] = [];
  for (let id = process.ppid; id > 1; ) {
    chain.push(id);
    const found = look(id);
    if (found === undefined) return undefined;
    if (isNpm(found.command)) return chain;
    id = found.parent;
  }
  return undefined;
}

/** By its title, or by the script before it has set that. */
function isNpm(command: string): boolean {
  return /^np[mx]\b/.test(command) || /^\S*node\S* \S*\bnp[mx](-cli\.js)?( |$)/.test(command);
}

/**
 * Whether each process still has the parent that it had. One whose parent has ended gets another at once, while the
 * parent itself can still be found until somebody has asked for its exit status.
 */
function isIntact(chain: readonly number[]): boolean {
  const parents = [process.ppid, ...chain.slice(0, -1).map((id) => look(id)?.parent)];
  return parents.every((parent, index) => parent === chain[index]);
}

interface Found {
  readonly parent: number;
  /** Its command line, words separated by spaces. */
  readonly command: string;
}

/** Undefined for a process that has ended, and where the system has no means to look. */
function look(id: number): Found | undefined {
  try {
    return process.platform === "linux" ? lookInProc(id) : lookByPs(id);
  } catch {
    return undefined;
  }
}

function lookInProc(id: number): Found {
  const stat = readFileSync(`/proc/${id}/stat`, "utf8");
  // The name in brackets may hold spaces and brackets.
  const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const command = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  return { parent: Number(parent), command };
}

/** On Windows there is no ps, and so no npx that is watched. */
function lookByPs(id: number): Found {
  const args = ["-o", "ppid=,command=", "-p", String(id)];
  const text = execFileSync("ps", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [, parent = "", command = ""] = /^\s*(\d+)\s+(.*)/.exec(text) ?? [];
  return { parent: Number(parent), command };
}
