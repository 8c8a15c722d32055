// A token, whole or cut short, and whatever has its form.
const tokenLike = /\beyJ[\w-]{8,}(?:\.[\w-]*)*|[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}/g;
const longest = 400;

/**
 * One line of somebody else's text that is safe to show: without the given values, which services quote back (a
 * value is masked from 3 characters on, plain or escaped as in JSON), without anything that looks like a token, and
 * without what follows its first line, since AWS's signature errors go on with the whole canonical request,
 * session token included.
 */
export function mask(text: string, values: readonly string[]): string {
  const secrets = values
    .filter((value) => value.length >= 3)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  const masked = secrets.reduce((rest, secret) => rest.replaceAll(secret, "[masked]"), text);
  const line = masked.replace(tokenLike, "[masked]").split(/[\r\n]/, 1)[0] ?? "";
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
