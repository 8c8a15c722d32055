import type { IvsClient } from "./client/ivsClient.js";
import type { SettingsSources } from "./settings/reader.js";
import { type Resolution, resolveSettings } from "./settings/resolve.js";
import type { Target } from "./token/state.js";
import type { Surroundings } from "./verbs/host.js";

/** The stack's config as the dynamic provider host hands it over. */
export interface StackConfig {
  get(key: string): string | undefined;
  /** All of it, in every SDK so far though not in its types. With it, names that don't exist can be refused. */
  rawConfig?: Record<string, string>;
  projectName?: string;
}

/** The settings that a process works with, and its clients: one for all targets whose settings come to the same. */
export interface SettingsInForce {
  configure(config: StackConfig): void;
  warn: Surroundings["warn"];
  problems: Surroundings["settingsProblems"];
  connect: Surroundings["connect"];
}

/** @param say shows a warning, once each. */
export function settingsInForce(say: (line: string) => void): SettingsInForce {
  let config: StackConfig = { get: () => undefined };
  const declared = new Map<string, Resolution>();
  const targets = new Map<string, Promise<IvsClient>>();
  const clients = new Map<string, Promise<IvsClient>>();
  const said = new Set<string>();

  const resolve = ({ stageArn, aws }: Target, shared?: SettingsSources["shared"]) => {
    const sources = { input: aws, config: (key: string) => config.get(key), configKeys: keysOf(config) };
    return resolveSettings(stageArn, { ...sources, env: process.env, shared });
  };

  const warn = (target: Target) => {
    const unsaid = resolveDeclared(target).warnings.filter((warning) => !said.has(warning));
    for (const warning of unsaid) say(warning);
    for (const warning of unsaid) said.add(warning);
  };

  /** As far as it shows without a look at any file; the many tokens of a stage ask for the same. */
  const resolveDeclared = (target: Target) =>
    remembered(declared, JSON.stringify(target), () => resolve(target));

  const open = async (target: Target): Promise<IvsClient> => {
    warn(target);
    const settings = assertRight(resolveDeclared(target));
    const [{ readSharedConfig }, { connectClient }] = await Promise.all([
      import("./client/sharedConfig.js"),
      import("./client/connect.js"),
    ]);
    const resolved = assertRight(resolve(target, await readSharedConfig(settings)));
    return remembered(clients, JSON.stringify(resolved), () => connectClient(resolved, say));
  };

  return {
    configure(stackConfig) {
      config = stackConfig;
      declared.clear();
      targets.clear();
    },
    warn,
    problems(target) {
      warn(target);
      return resolveDeclared(target).problems;
    },
    connect: (target) => remembered(targets, JSON.stringify(target), () => open(target)),
  };
}

function remembered<T>(made: Map<string, T>, key: string, make: () => T): T {
  const value = made.get(key) ?? make();
  made.set(key, value);
  return value;
}

function assertRight({ settings, problems }: Resolution): Resolution["settings"] {
  if (problems.length > 0) throw new Error(`the settings are wrong: ${problems.join("; ")}`);
  return settings;
}

/** A project of that name has config of its own under it. */
function keysOf({ rawConfig = {}, projectName }: StackConfig): string[] {
  return projectName === "ivs-realtime" ? [] : Object.keys(rawConfig);
}
