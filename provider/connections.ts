import type { IvsClient } from "./client/ivsClient.js";
import type { SettingsSources } from "./settings/reader.js";
import { type Resolution, resolveSettings } from "./settings/resolve.js";
import type { Target } from "./token/state.js";
import { createMemory, type Host } from "./verbs/host.js";

/** The stack's config as the dynamic provider host passes it. */
export interface StackConfig {
  get(key: string): string | undefined;
  /** All of it: in every SDK so far, though not in its types. With it, unknown names can be refused. */
  rawConfig?: Record<string, string>;
  projectName?: string;
}

/** Settings and clients of this process. Targets whose resolved settings are equal share a client. */
export interface Connections extends Pick<Host, "checkSettings" | "connect"> {
  configure(config: StackConfig): void;
}

/** @param log gets the lines of the setting `debug`, and those about calls that take long. */
export function createConnections(log: Host["log"]): Connections {
  let config: StackConfig = { get: () => undefined };
  const memoizeClient = createMemory();
  // For each config its own: a target means other settings under another config.
  let memoize = createMemory();

  const resolve = ({ stageArn, aws }: Target, shared?: SettingsSources["shared"]) => {
    const sources = { input: aws, config: (key: string) => config.get(key), configKeys: keysOf(config) };
    return resolveSettings(stageArn, { ...sources, env: process.env, shared });
  };

  /** Resolved without reading files, and cached: all tokens of a stage ask for the same. */
  const resolveDeclared = (target: Target) =>
    memoize(`settings: ${JSON.stringify(target)}`, () => resolve(target));

  const open = async (target: Target): Promise<IvsClient> => {
    const settings = assertRight(resolveDeclared(target));
    const [{ readSharedConfig }, { connectClient }] = await Promise.all([
      import("./client/sharedConfig.js"),
      import("./client/connect.js"),
    ]);
    const resolved = assertRight(resolve(target, await readSharedConfig(settings)));
    return memoizeClient(JSON.stringify(resolved), () => connectClient(resolved, log));
  };

  return {
    configure(stackConfig) {
      config = stackConfig;
      memoize = createMemory();
    },
    checkSettings: resolveDeclared,
    connect: (target) => memoize(`client: ${JSON.stringify(target)}`, () => open(target)),
  };
}

function assertRight({ settings, callProblems }: Resolution): Resolution["settings"] {
  if (callProblems.length > 0) throw new Error(`the settings are wrong: ${callProblems.join("; ")}`);
  return settings;
}

/** A project of that name has its own config under it. */
function keysOf({ rawConfig = {}, projectName }: StackConfig): string[] {
  return projectName === "ivs-realtime" ? [] : Object.keys(rawConfig);
}
