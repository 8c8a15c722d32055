// A token, whole or cut short, anything of its form, and the parts of a signed request. Each pattern begins where a word
// does, so that no text makes it try every position in a long word.
const secretLike =
  /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]*)*|(?<![\w-])[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}|\b(?:Signature|Credential)=[^\s,]+/g;
const longestRead = 65_536;
const longestShown = 400;

/**
 * The first line of somebody else's text, made safe to show: without the given values, which services quote back (a
 * value is masked from 3 characters on, as it is or escaped as in JSON or a URL), and without anything that looks like
 * a token or a signature. The first line only, since AWS's signature errors go on with the whole canonical request,
 * session token included.
 */
export function mask(text: string, values: readonly string[]): string {
  const secrets = values
    .filter((value) => value.length >= 3)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), ...inUrl(value.toWellFormed())])
    .sort((a, b) => b.length - a.length);
  // Mask token-like text first: replacing a given value inside a token would break the pattern that recognises it.
  const read = text.slice(0, longestRead).replace(secretLike, "[masked]");
  const masked = secrets.reduce((rest, secret) => rest.replaceAll(secret, "[masked]"), read);
  return shorten(masked.replace(secretLike, "[masked]").split(/[\r\n]/, 1)[0] ?? "");
}

/** Escaped as in a URL, and as the AWS SDK does it in a form: there `*` is escaped too, which most policies hold. */
function inUrl(value: string): string[] {
  const escaped = encodeURIComponent(value);
  const more = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return [escaped, escaped.replace(/[!'()*]/g, more)];
}

/** A text as a message quotes it: its beginning, where it is long. */
export function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown).toWellFormed()}…` : text;
}

const mostListed = 20;

/** Parts of a message in a row: the first ones, and how many more there are. */
export function listed(parts: readonly string[], separator = ", "): string {
  const more = parts.length - mostListed;
  return [...parts.slice(0, mostListed), ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}

/** The parts of a message about several things that are wrong with one value. */
export function allProblems(problems: readonly string[]): string {
  return listed(problems, ", and ").replace(/, and (and \d+ more)$/, ", $1");
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A request ID of the form that AWS uses, else undefined: a header may hold anything, and the ID is kept in plaintext. */
export function properRequestId(value: unknown, secrets: readonly string[]): string | undefined {
  if (typeof value !== "string" || !/^[A-Za-z0-9-]{1,64}$/.test(value)) return undefined;
  // AWS's are UUIDs: a short value that happens to be part of one gives nothing away.
  if (uuid.test(value)) return secrets.includes(value) ? undefined : value;
  return mask(value, secrets) === value ? value : undefined;
}

/** Describes text that may be a secret, by its length in characters only. */
export function describeLength(text: string): string {
  return `text of ${[...text].length} characters`;
}

/** Describes a wrong value in an error: numbers and short words as they are, text that may be a secret by its length. */
export function describeValue(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (typeof value !== "string") return Array.isArray(value) ? "a list" : "an object";
  return /^-?[\d.]{0,9}[a-z]{0,12}$/i.test(value) ? `"${value}"` : describeLength(value);
}

// Control and format characters: names and service messages reach a terminal, where an escape sequence or a
// bidirectional override could rewrite what its reader sees, and a line break could forge a second line.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const longestMessage = 16_384;

/** A message as it may reach a terminal or a log: printable, and of a length that somebody may read. */
export function printableMessage(text: string): string {
  const rest = text.length - longestMessage;
  return rest > 0
    ? `${printable(text.slice(0, longestMessage))}… (${rest} more characters)`
    : printable(text);
}

/** The text with each control and format character spelled out: `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
