import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bounded } from "../../support/processes.mts";

/** Writes files below a folder, by their paths there: texts as they are, anything else as JSON. */
export async function writeFiles(folder: string, files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
}

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
