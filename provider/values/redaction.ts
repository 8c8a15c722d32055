// A token, whole or cut short, whatever has its form, and the parts of a signed request. Each begins where a word does,
// so that no text makes them try every place of a long word.
const secretLike =
  /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]*)*|(?<![\w-])[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}|\b(?:Signature|Credential)=[^\s,]+/g;
const longestRead = 65_536;
const longestShown = 400;

/**
 * One line of somebody else's text that is safe to show: without the given values, which services quote back (a
 * value is masked from 3 characters on, plain or escaped as in JSON or a URL), without anything that looks like a
 * token or a signature, and without what follows its first line, since AWS's signature errors go on with the whole
 * canonical request, session token included.
 */
export function mask(text: string, values: readonly string[]): string {
  const secrets = values
    .filter((value) => value.length >= 3)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())])
    .sort((a, b) => b.length - a.length);
  // Before the values too: one that happens to stand in a token would break the form that it is known by.
  const read = text.slice(0, longestRead).replace(secretLike, "[masked]");
  const masked = secrets.reduce((rest, secret) => rest.replaceAll(secret, "[masked]"), read);
  const line = masked.replace(secretLike, "[masked]").split(/[\r\n]/, 1)[0] ?? "";
  return line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
}
