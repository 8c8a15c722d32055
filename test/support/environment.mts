import { devNull } from "node:os";
import { join } from "node:path";
import { resolveSettings, type Settings } from "../../dist/provider/settings/resolve.js";
import { stageArn } from "./wellKnown.mts";

/** What of this machine would change what a test sees: its settings of AWS, Pulumi and Node, and its proxies. */
const ofThisMachine = /^(AWS_|PULUMI_|NODE_)|_proxy$/i;

/** No account of AWS in the usual files, and none asked of the network. */
const noAccount = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: "true",
};

/** The environment without any of this machine's own settings, and with no account of AWS to be found. */
export function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !ofThisMachine.test(name));
  return { ...Object.fromEntries(kept), ...noAccount, ...more };
}

/** Lets time stand still in a Node and in all that it starts. */
export function frozenAt(now: string): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: `--require ${join(import.meta.dirname, "frozenTime.cjs")}`, FROZEN_TIME: now };
}

/** Where one scene keeps what Pulumi writes. */
export interface PulumiFolders {
  readonly home: string;
  readonly backend: string;
  readonly temporary: string;
}

/** The environment of a `pulumi` command, with time standing still in the program and in dynamic providers. */
export function pulumiEnvironment({ home, backend, temporary }: PulumiFolders, now: Date): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE } = process.env;
  return cleanEnvironment({
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "engine tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Without it there is no --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    ...frozenAt(now.toISOString()),
    ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }),
    TMPDIR: temporary,
  });
}

/** What settings resolve to where nothing is set but the input `aws`. */
export function settings(input: Record<string, unknown> = {}, more: Partial<Settings> = {}): Settings {
  const sources = { input, config: () => undefined, configKeys: [], env: {} };
  return { ...resolveSettings(stageArn, sources).settings, ...more };
}

/** Runs with a home folder and variables as given, and with nothing of this machine's own. */
export async function withEnvironment<T>(
  home: string,
  env: Readonly<Record<string, string>>,
  run: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  const own = Object.keys(before).filter((name) => ofThisMachine.test(name));
  for (const name of own) delete process.env[name];
  Object.assign(process.env, { HOME: home, AWS_EC2_METADATA_DISABLED: "true" }, env);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** As {@link ofThisMachine}, and what npm hands to its scripts; what npm needs to reach its registry is left out. */
const notForNpm =
  /^(AWS_|PULUMI_|NODE_(ENV|PATH|TEST_CONTEXT)$|npm_(?!config_)|npm_config_(local_prefix|prefix)$)/;

/**
 * The environment of a machine that has a Pulumi CLI and npm, and no AWS account: the tests' own settings, and
 * those of the npm script that runs them, stay out of it. What npm needs to reach its registry stays in.
 */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !notForNpm.test(name));
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    ...noAccount,
    ...more,
  };
}
