import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../../emulator/dist/cli/main.js", import.meta.url));

/** The emulator's built command line in a process of its own. */
export function commandLine(...args: string[]) {
  return commandLineUnder(process.execPath, ...args);
}

/** The same, with an output that nobody reads. */
export function commandLineUnread(...args: string[]) {
  return { child: spawned(process.execPath, args) };
}

function spawned(node: string, args: readonly string[]) {
  return spawn(node, [main, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
}

/** The same with another Node than the one that runs the tests. */
export function commandLineUnder(node: string, ...args: string[]) {
  const child = spawned(node, args);
  const [out, err]: [string[], string[]] = [[], []];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => out.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => err.push(line));
  return {
    child,
    out,
    err,
    /** Waits for the first line and returns it; empty where it ends without one. */
    firstLine: async (): Promise<string> => {
      if (out.length === 0) await Promise.race([once(lines, "line"), once(lines, "close")]);
      return out[0] ?? "";
    },
    /** Waits for the end: exit status, signal and what was printed. */
    ended: async () => {
      const [status, signal] = await once(child, "close");
      return { status, signal, out: out.join("\n"), err: err.join("\n") };
    },
  };
}
