import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** A job that waits for a backend for ever never says that a token is due. */
const limitMinutes = 5;

/**
 * What a `pulumi` command prints. None is asked to show secrets, so a stack's passphrase isn't needed.
 *
 * @throws Error with pulumi's own words if it fails, or with what to do where there is none.
 */
export async function askPulumi(args: readonly string[]): Promise<string> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    stdio: ["ignore", "pipe", "pipe"],
    signal: AbortSignal.timeout(limitMinutes * 60_000),
  });
  const command = `pulumi ${args.join(" ")}`;
  const closed = once(child, "close").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ABORT_ERR") throw new Error(`${command} gave no answer in ${limitMinutes} minutes`);
    throw error.code === "ENOENT" ? new Error(missing) : error;
  });
  const [stdout, stderr, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    closed,
  ]);
  if (status === 0) return stdout;
  throw new Error(`${command} ended with ${signal ?? `status ${status}`}:\n${stderr.trim()}`);
}

const missing =
  "there is no pulumi on PATH. Install it (https://www.pulumi.com/docs/install), or hand over what " +
  "`pulumi stack export` prints elsewhere: pulumi-ivs-realtime status FILE, or - for standard input";
