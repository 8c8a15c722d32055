import { unknownName } from "../values/nearestName.js";
import { isMap, isTooDeep } from "../values/pulumiValues.js";
import { allProblems, describeValue } from "../values/redaction.js";

/** The value of a setting or an input, or what is wrong with it: a sentence that goes on from its name. */
export type Reading<T> = { value: T } | { problem: string };

/** What a setting or an input may be. */
export interface Kind<T> {
  /** Its description, for errors and documentation. */
  readonly allowed: string;
  /** Reads a value of the program, or the text of stack config, environment and files. */
  read(value: unknown): Reading<T>;
}

/** In stack config lists and objects are JSON; other text is taken as it is. */
export function fromJson(value: unknown, allowed: string): Reading<unknown> {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return { value };
  try {
    return { value: JSON.parse(value) };
  } catch {
    return { problem: `is not valid JSON: write ${allowed}` };
  }
}

/** Text of a form. Invalid text is never quoted: it may be a secret. */
export function text(allowed: string, pattern = /^\P{Cc}+$/u): Kind<string> {
  return {
    allowed,
    read(value) {
      if (typeof value !== "string") return { problem: `is ${describeValue(value)}: write ${allowed}` };
      return pattern.test(value) ? { value } : { problem: `isn't ${allowed}` };
    },
  };
}

/** Part of AWS credentials. */
export const key: Kind<string> = {
  allowed: "a key as AWS gave it out",
  read(value) {
    if (typeof value !== "string") return { problem: "is not text: write the key as AWS gave it out" };
    if (/^[!-~]+$/.test(value)) return { value };
    return { problem: "has white space or other characters that no key has" };
  },
};

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): Kind<number> {
  const allowed = `a whole number from ${least} to ${most}`;
  return {
    allowed,
    read(value) {
      const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
      if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most)
        return { value: number };
      return { problem: `is ${describeValue(value)}: write ${allowed}` };
    },
  };
}

/** A switch. */
export const onOff: Kind<boolean> = {
  allowed: "true or false",
  read(value) {
    const word = typeof value === "string" ? value.toLowerCase() : value;
    if (word === true || word === "true") return { value: true };
    if (word === false || word === "false") return { value: false };
    return { problem: `is ${describeValue(value)}: write true or false` };
  },
};

/** One of some words. */
export function oneOf<Word extends string>(
  words: readonly Word[],
  others: Readonly<Record<string, Word>> = {},
): Kind<Word> {
  const allowed = words.join(" or ");
  return {
    allowed,
    read(value) {
      const given = typeof value === "string" ? value.toLowerCase() : "";
      const word = Object.hasOwn(others, given) ? others[given] : words.find((one) => one === given);
      return word === undefined
        ? { problem: `is ${describeValue(value)}: write ${allowed}` }
        : { value: word };
    },
  };
}

/** An http or https URL. Anything else is not quoted: a proxy's URL holds a password, and a key may have slipped in. */
export function url(example: string): Kind<string> {
  return {
    allowed: `a URL like ${example}`,
    read(value) {
      const protocol = typeof value === "string" && URL.canParse(value) ? new URL(value).protocol : undefined;
      if (protocol === "http:" || protocol === "https:") return { value: value as string };
      if (value === "") return { problem: "is empty: give it a URL, or remove it" };
      const scheme =
        typeof value === "string" ? /^(socks\w{0,2}|wss?|ftp):\/\//i.exec(value)?.[1] : undefined;
      if (scheme)
        return { problem: `is a URL with ${scheme}, which is not supported: write one like ${example}` };
      return { problem: `is not a URL: write one like ${example}` };
    },
  };
}

/** A list; stack config holds it as JSON. One text alone, as in an environment variable, is a list of one. */
export function listOf<T>(what: string, member: Kind<T>): Kind<T[]> {
  const allowed = `a list of ${what}, each ${member.allowed}`;
  return {
    allowed,
    read(given): Reading<T[]> {
      const parsed = fromJson(given, allowed);
      if ("problem" in parsed) return parsed;
      const isOne = typeof parsed.value === "string" || typeof parsed.value === "number";
      const items = isOne ? [parsed.value] : parsed.value;
      if (!Array.isArray(items)) return { problem: `is ${describeValue(items)}: write a list of ${what}` };
      const read = items.map((item) => member.read(item));
      const problems = read.flatMap((one, index) => ("problem" in one ? [`[${index}] ${one.problem}`] : []));
      if (problems.length > 0 && isOne)
        return { problem: `isn't ${allowed}; in stack config as JSON: ["…", "…"]` };
      if (problems.length > 0) return { problem: allProblems(problems) };
      return { value: read.flatMap((one) => ("value" in one ? [one.value] : [])) };
    },
  };
}

/** A map of strings. */
export const mapOfText: Kind<Record<string, string>> = {
  allowed: "a map of strings",
  read(given) {
    const parsed = fromJson(given, "a map of strings");
    if ("problem" in parsed) return parsed;
    const { value } = parsed;
    if (isMap(value) && Object.values(value).every((one) => typeof one === "string"))
      return { value: value as Record<string, string> };
    return { problem: "is not a map of strings: write one like {Team: video}" };
  },
};

type Members<T> = { readonly [Name in keyof T]-?: Kind<NonNullable<T[Name]>> };

/** An object with the given members; stack config holds it as JSON. A member that isn't among them is refused. */
export function objectOf<T extends object>(
  what: string,
  members: Members<T>,
  required: readonly (keyof T & string)[],
): Kind<T> {
  const names = Object.keys(members);
  const allowed = `${what} with ${names.join(", ")}`;
  return {
    allowed,
    read(given): Reading<T> {
      const parsed = fromJson(given, allowed);
      if ("problem" in parsed) return parsed;
      const { value } = parsed;
      if (!isMap(value)) return { problem: `is ${describeValue(value)}: write ${allowed}` };
      const had = Object.entries(value).filter(([, member]) => member != null && member !== "");
      const missing = required.filter((name) => !had.some(([one]) => one === name));
      const problems = missing.map((name) => `has no ${name}`);
      const read: Partial<T> = {};
      for (const [name, member] of had) {
        const reading = isMember(name, members) && members[name].read(member);
        if (!reading) problems.push(unknownMember(name, names));
        else if ("problem" in reading) problems.push(`${name} ${reading.problem}`);
        else Object.assign(read, { [name]: reading.value });
      }
      return problems.length > 0 ? { problem: allProblems(problems) } : { value: read as T };
    },
  };
}

function unknownMember(name: string, names: readonly string[]): string {
  const { shown, hint = `there are ${names.join(", ")}` } = unknownName(name, names);
  return `${shown} as a member is not known: ${hint}`;
}

function isMember<T>(name: string, members: Members<T>): name is keyof T & string {
  return Object.hasOwn(members, name);
}

/** What is secret in a setting. */
export interface SecretPart {
  /** Its description. */
  readonly what: string;
  /** Its path within the setting, for `pulumi config set --path`; empty for the whole setting. */
  readonly path: string;
  isIn(value: unknown): boolean;
}

/** All of it. */
export const whole: SecretPart = { what: "yes", path: "", isIn: () => true };

/**
 * A part of the setting, in whatever form that is given: as JSON too, and where the rest of it is invalid. What is nested
 * too deep to be looked through counts as secret.
 */
export function within(what: string, path: string, pattern: RegExp): SecretPart {
  return { what, path, isIn: (value) => isTooDeep(value) || pattern.test(JSON.stringify(value)) };
}
