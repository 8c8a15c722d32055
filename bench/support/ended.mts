import { once } from "node:events";
import { text } from "node:stream/consumers";
import { children } from "../../tools/shared/processes.mjs";

/** How long a process took from its start to its end, in milliseconds, and what it printed. It has to succeed. */
export async function ended(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ ms: number; printed: string }> {
  const start = performance.now();
  const child = children.start(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const printed = [child.stdout, child.stderr].map((stream) => (stream === null ? "" : text(stream)));
  const [status] = await once(child, "close");
  const ms = performance.now() - start;
  const all = (await Promise.all(printed)).join("\n");
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${all}`);
  return { ms, printed: all };
}
