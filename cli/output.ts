/** Writes to standard output. The reader may close it early; any other failure, such as a full disk, is an error. */
export async function print(text: string): Promise<void> {
  const { stdout } = process;
  // The error is also emitted as an event, which would end the process; the callback handles it.
  stdout.on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    stdout.write(text, (error) => {
      if (!error || (error as NodeJS.ErrnoException).code === "EPIPE") resolve();
      else reject(new Error(`standard output: ${error.message}`));
    });
  });
}

/** Reports why a command failed, and makes the process exit with status 1. */
export function failed(reason: string): void {
  process.stderr.write(`error: ${reason}\n`);
  process.exitCode = 1;
}
