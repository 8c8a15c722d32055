/** Says why a command failed, and lets the process end with status 1. */
export function failed(reason: string): void {
  process.stderr.write(`error: ${reason}\n`);
  process.exitCode = 1;
}
