import { join } from "node:path";
import { resolveSettings, type Settings } from "../../dist/provider/settings/resolve.js";
import { stageArn } from "./emulators.mts";

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

/** What settings come to where nothing is set but those of the input `aws`. */
export function settings(input: Record<string, unknown> = {}, more: Partial<Settings> = {}): Settings {
  const sources = { input, config: () => undefined, configKeys: [], env: {} };
  return { ...resolveSettings(stageArn, sources).settings, ...more };
}

const foreign = /^(AWS_.*|https?_proxy|no_proxy|all_proxy|NODE_USE_ENV_PROXY|NODE_EXTRA_CA_CERTS)$/i;

/** Runs with a home folder and variables as given and with nothing of the machine's own AWS or proxy settings. */
export async function withEnvironment<T>(
  home: string,
  env: Readonly<Record<string, string>>,
  run: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  const own = Object.keys(before).filter((name) => foreign.test(name));
  for (const name of own) delete process.env[name];
  Object.assign(process.env, { HOME: home, AWS_EC2_METADATA_DISABLED: "true" }, env);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

const ours =
  /^(AWS_|PULUMI_|NODE_(ENV|PATH|TEST_CONTEXT)$|npm_(?!config_)|npm_config_(local_prefix|prefix)$)/;

/**
 * The environment of a machine that has a Pulumi CLI and npm, and no AWS account: the tests' own settings, and
 * those of the npm script that runs them, stay out of it. What npm needs to reach its registry stays in.
 */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    ...more,
  };
}
