import { execFile } from "node:child_process";
import { promisify } from "node:util";

const limitMs = 300_000;

/** Runs a command that has to succeed, and hands back what it printed. */
export async function succeed(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  try {
    return await promisify(execFile)(command, args, {
      ...options,
      timeout: limitMs,
      killSignal: "SIGKILL",
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    const { code, signal, stdout, stderr } = error as Record<string, unknown>;
    throw new Error(`${command} ${args.join(" ")}: ${signal ?? code}\n${stdout}\n${stderr}`);
  }
}
