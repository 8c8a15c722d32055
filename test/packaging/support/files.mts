import { bounded } from "../../support/processes.mts";

/** Runs a command that has to succeed, and hands back what it printed. */
export async function succeed(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { status, stdout, stderr } = await bounded(command, args, { ...options, limitMs: 300_000 });
  if (status === 0) return { stdout, stderr };
  throw new Error(`${command} ${args.join(" ")}: ${status}\n${stdout}\n${stderr}`);
}
