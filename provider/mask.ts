const tokenLike = /[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g;
const longest = 400;

/**
 * One line of somebody else's text that is safe to show: its first line, without the given values, which services
 * quote back (a value is masked from 3 characters on), and without anything that looks like a token. The first line,
 * because AWS's signature errors go on with the whole canonical request, session token included.
 */
export function mask(text: string, values: readonly string[]): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? "";
  const secrets = values.filter((value) => value.length >= 3).sort((a, b) => b.length - a.length);
  const masked = secrets.reduce((rest, secret) => rest.replaceAll(secret, "[masked]"), line);
  const shown = masked.replace(tokenLike, "[masked]");
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}
