import { join } from "node:path";

const preload = join(import.meta.dirname, "frozenTime.cjs");

/** Where one scene keeps what Pulumi writes. */
export interface PulumiFolders {
  readonly home: string;
  readonly backend: string;
  readonly temporary: string;
}

/**
 * The environment of a `pulumi` command: nothing of the machine's own AWS or Pulumi settings, and time standing
 * still at the given instant in the program and in dynamic providers.
 */
export function pulumiEnvironment({ home, backend, temporary }: PulumiFolders, now: Date): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|PULUMI_|NODE_)|_proxy$/i.test(name));
  return {
    ...Object.fromEntries(own),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "engine tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Without it there is no --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(home, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "no-aws-credentials"),
    NODE_OPTIONS: `--require ${preload}`,
    FROZEN_TIME: now.toISOString(),
    TMPDIR: temporary,
  };
}
