import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";

/** Runs `pulumi up`. A signal starts no new step, waits for those that run, and lets the lock go. */
export async function up(workDir: string, stackName: string): Promise<{ changes: boolean }> {
  // For people at a terminal: here they would show every token in the log.
  for (const name of ["SHOW_SECRETS", "DEBUG", "JSON", "VERBOSE"])
    delete process.env[`PULUMI_OPTION_${name}`];
  const stack = await LocalWorkspace.selectStack({ stackName, workDir });
  const stop = new AbortController();
  // Not `once`: where no listener is left, the Automation API's signal-exit ends this process at once.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());
  const { summary } = await stack.up({
    color: "never",
    // What the CLI prints has secrets masked. Its events haven't: no onEvent.
    onOutput: (text) => process.stdout.write(text),
    onError: (text) => process.stderr.write(text),
    signal: stop.signal,
  });
  return { changes: Object.keys(summary.resourceChanges ?? {}).some((op) => op !== "same") };
}
