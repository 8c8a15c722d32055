/** Writes to standard output. Whoever reads it may go away first; any other failure, as a full disk, is an error. */
export async function print(text: string): Promise<void> {
  const { stdout } = process;
  // Also thrown as an event; the callback has it too.
  stdout.on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    stdout.write(text, (error) => {
      if (!error || (error as NodeJS.ErrnoException).code === "EPIPE") resolve();
      else reject(new Error(`standard output: ${error.message}`));
    });
  });
}

/** Says why a command failed, and lets the process end with status 1. */
export function failed(reason: string): void {
  process.stderr.write(`error: ${reason}\n`);
  process.exitCode = 1;
}
