import { ownValue } from "../values/pulumiValues.js";
import type { Kind, Reading } from "./kinds.js";
import { type Setting, type SettingName, settingsTable } from "./settingsTable.js";

/** The active profile in the shared config files. */
export interface SharedConfig {
  /** Whether any of the files has the profile. */
  readonly hasProfile: boolean;
  /** The profile's settings; for an endpoint the section `services` that it names takes precedence. */
  readonly get: (key: string, service?: string) => string | undefined;
}

/** Where settings come from, highest precedence first. */
export interface SettingsSources {
  /** The resource's input `aws`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The stack's config by full key: `aws:profile`. */
  readonly config: (key: string) => string | undefined;
  /** The full keys that the stack's config has, as far as they are known. */
  readonly configKeys: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Read only before a call: undefined while the program's inputs are checked. */
  readonly shared?: SharedConfig | undefined;
}

/** The levels at which a setting may be set, highest precedence first. */
export const precedence = ["input", "ivs-realtime", "aws", "environment", "shared"] as const;

/** Where a setting is set. */
export interface Source {
  readonly level: (typeof precedence)[number];
  /** Its name in errors: `stack config aws:profile`. */
  readonly from: string;
  /** The value there, not yet read. */
  readonly raw: unknown;
}

/** Whether a source is outside of the program and its stack: the environment, or the shared config files. */
export function isAmbient({ level }: Pick<Source, "level">): boolean {
  return level === "environment" || level === "shared";
}

/** Every source that sets a setting, highest precedence first. An empty text counts as a value only for an endpoint. */
function sourcesOf(name: SettingName, sources: SettingsSources): Source[] {
  const setting: Setting = settingsTable[name];
  const { input, config } = sources;
  const declared: Source[] = [
    { level: "input", from: `the input aws.${name}`, raw: ownValue(input, name) },
    { level: "ivs-realtime", from: `stack config ivs-realtime:${name}`, raw: config(`ivs-realtime:${name}`) },
  ];
  const shared: Source = {
    level: "aws",
    from: `stack config aws:${name}`,
    raw: setting.inAwsConfig ? config(`aws:${name}`) : undefined,
  };
  // Left empty by a script, an endpoint would send a stack that is meant for an emulator to AWS.
  const given = ({ raw }: Source) => raw != null && (raw !== "" || setting.emptyIsWrong);
  return [
    ...declared.filter(given),
    ...[shared, ...ambient(setting, sources)].filter(({ raw }) => raw != null && raw !== ""),
  ];
}

function ambient(setting: Setting, sources: SettingsSources): Source[] {
  const { env, shared } = sources;
  const { env: names = [], fromEnv, shared: key, service, canBeIgnored } = setting;
  if (canBeIgnored && env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true") return [];
  const variables = (fromEnv ? names.slice(0, 1) : names).map(
    (name): Source => ({
      level: "environment",
      from: `environment ${name}`,
      raw: fromEnv ? fromEnv(env) : env[name],
    }),
  );
  if (key === undefined || shared === undefined) return variables;
  if (canBeIgnored && shared.get("ignore_configured_endpoint_urls")?.toLowerCase() === "true")
    return variables;
  const raw = (service && shared.get(key, service)) || shared.get(key);
  return [...variables, { level: "shared", from: `${key} in the shared config file`, raw }];
}

function readingOf<Name extends SettingName>(name: Name, source: Source): Reading<ValueOf<Name>> {
  const { kind, ambientKind }: Setting = settingsTable[name];
  return ((isAmbient(source) && ambientKind) || kind).read(source.raw) as Reading<ValueOf<Name>>;
}

type ValueOf<Name extends SettingName> =
  (typeof settingsTable)[Name]["kind"] extends Kind<infer T> ? T : never;

/** The settings that have a value when no source sets them. */
type NameWithDefault = {
  [Name in SettingName]: (typeof settingsTable)[Name] extends { default: unknown } ? Name : never;
}[SettingName];

/** A setting's value, and where it came from. */
export interface Given<T> extends Source {
  value: T;
}

/** Something that is wrong with the settings. */
interface Problem {
  readonly text: string;
  /** Other programs read the environment too, so what is wrong there fails the call and not the check. */
  readonly isOfEnvironment: boolean;
}

/** Reads settings, and collects what is wrong with them. */
export class Reader {
  readonly problems: Problem[] = [];
  readonly #sources: SettingsSources;

  constructor(sources: SettingsSources) {
    this.#sources = sources;
  }

  /** The setting from its source of highest precedence, or from one level; undefined if not set there, or invalid. */
  read<Name extends SettingName>(name: Name, level?: Source["level"]): Given<ValueOf<Name>> | undefined {
    const source = this.find(name, level);
    if (!source) return undefined;
    const reading = readingOf(name, source);
    if ("value" in reading) return { ...source, value: reading.value };
    this.problem(`${source.from} ${reading.problem}`, source);
    return undefined;
  }

  /** The same, but where a variable is invalid that nothing needs, that is no problem. */
  readUnneeded<Name extends SettingName>(name: Name): Given<ValueOf<Name>> | undefined {
    const source = this.find(name);
    const isIgnored = source && isAmbient(source) && "problem" in readingOf(name, source);
    return isIgnored ? undefined : this.read(name);
  }

  /** The setting from its source of highest precedence, else its default. */
  value<Name extends NameWithDefault>(name: Name): ValueOf<Name> {
    return this.read(name)?.value ?? (settingsTable[name].default as ValueOf<Name>);
  }

  /** The source of highest precedence that sets it, or the one on a level, whether valid or not. */
  find(name: SettingName, level?: Source["level"]): Source | undefined {
    return sourcesOf(name, this.#sources).find((source) => level === undefined || source.level === level);
  }

  /**
   * Keeps a problem, once.
   *
   * @param sources what it is about: a contradiction is of the environment where one side is.
   */
  problem(text: string, ...sources: Pick<Source, "level">[]): void {
    if (this.problems.some((one) => one.text === text)) return;
    this.problems.push({ text, isOfEnvironment: sources.some(({ level }) => level === "environment") });
  }
}
