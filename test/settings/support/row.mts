import type { Given } from "./given.mts";
import type { Seen } from "./wire.mts";

/** One setting at each place where it may stand. */
export interface Row {
  /** The settings that it shows: one, or several that only go together. */
  readonly shows: readonly string[];
  /** What is given in each case, so that a call gets somewhere. */
  readonly base: Given;
  /** The places, the nearest first. Neighbours differ in what is to be seen, or nothing would show which one won. */
  readonly places: readonly Place[];
  /** What of it is to be seen at the wire, where that is expected. */
  sees(seen: Seen, expected: unknown): unknown;
  /** How many tokens are created at once. Default: 1. */
  readonly tokens?: number;
  /** Makes something go wrong meanwhile; returns what undoes it. */
  readonly during?: () => () => void;
  /** Why it can't be run here. */
  readonly skip?: string | false;
}

export interface Place {
  readonly name: string;
  readonly given: Given;
  /** What is seen where this place is the nearest one. */
  readonly seen: unknown;
}

/** The three places within the program and its stack, for a value each with what it leads to. */
export function within(
  name: string,
  ...values: readonly (readonly [value: unknown, seen: unknown])[]
): Place[] {
  const [near, own, aws] = values;
  return [
    ...(near ? [input({ [name]: near[0] }, near[1])] : []),
    ...(own ? [config({ [`ivs-realtime:${name}`]: text(own[0]) }, own[1])] : []),
    ...(aws ? [config({ [`aws:${name}`]: text(aws[0]) }, aws[1])] : []),
  ];
}

export function input(aws: Readonly<Record<string, unknown>>, seen: unknown): Place {
  return { name: `input ${Object.keys(aws)}`, given: { aws }, seen };
}

export function config(values: Readonly<Record<string, string>>, seen: unknown): Place {
  return { name: `config ${Object.keys(values)}`, given: { config: values }, seen };
}

export function environment(env: Readonly<Record<string, string>>, seen: unknown): Place {
  return { name: `environment ${Object.keys(env)}`, given: { env }, seen };
}

/** `~/.aws/config`. */
export function configFile(content: string, seen: unknown): Place {
  return file(".aws/config", content, seen);
}

export function file(path: string, content: string, seen: unknown): Place {
  return { name: `file ${path}`, given: { files: { [path]: content } }, seen };
}

/** What is seen where it stands nowhere. */
export function nowhere(seen: unknown): Place {
  return { name: "the default", given: {}, seen };
}

/** Config holds text, and lists and objects as JSON. */
function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
