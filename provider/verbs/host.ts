import type { IvsClient } from "../client/ivsClient.js";
import type { Target } from "../token/state.js";
import type { Clock } from "../values/time.js";

/** What a line is: `debug` lines are logged only where the setting `debug` asks for them. */
export type LogLevel = "debug" | "info" | "warning";

/**
 * What the verbs need from the provider that runs them: the dynamic provider, a provider plugin, a test. Make one for
 * each run.
 *
 * A provider that knows which resource a call is about passes each call a copy that knows it too:
 * `{ ...host, resourceName, log }`, where `log` adds the URN. The copies share the memory of the run. The dynamic
 * provider knows neither name nor URN; its verbs take the name from the hidden input `__resourceName`.
 */
export interface Host {
  clock: Clock;
  /** Shows the user one line. */
  log: (level: LogLevel, line: string) => void;
  /** Waits a moment, in which the run may go on with other tokens. */
  pause: () => Promise<void>;
  /** The memory of the run. Keys are shared by all verbs, so each begins with what it is about. */
  memoize: Memoize;
  /** What is wrong with the settings for a target, and what is dangerous about them; reads no files. */
  checkSettings: (target: Target) => { readonly problems: string[]; readonly warnings: string[] };
  /** A client for the target. Loads the AWS SDK: only where a call is due. */
  connect: (target: Target) => Promise<IvsClient>;
  /** The resource's name; if it isn't given, the hidden input has it. */
  resourceName?: string | undefined;
}

/** Logs a line unless this run has logged one on the same subject. */
export function logOnce(host: Host, level: LogLevel, line: string, subject = line): void {
  host.memoize(`line: ${subject}`, () => host.log(level, line));
}

/** Warns once a run of what is dangerous about the settings for a target, and returns what is wrong with them. */
export function reviewSettings(host: Host, target: Target): string[] {
  const { problems, warnings } = host.checkSettings(target);
  for (const warning of warnings) logOnce(host, "warning", warning);
  return problems;
}

/** A client for the target. Its settings are reviewed first: in a refresh nothing else does that. */
export function reviewAndConnect(host: Host, target: Target): Promise<IvsClient> {
  reviewSettings(host, target);
  return host.connect(target);
}

/**
 * Makes a value at the first call with a key, and returns the same value at each later one. A promise is kept whichever
 * way it ends: what failed for one caller fails for the others too, without a second try.
 */
export type Memoize = <T>(key: string, make: () => T) => T;

/** A memory that lasts as long as the returned function is kept. */
export function createMemory(): Memoize {
  const made = new Map<string, unknown>();
  return <T>(key: string, make: () => T): T => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };
}
