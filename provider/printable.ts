// Control and format characters: names and service messages reach a terminal, where an escape sequence or a
// bidirectional override could rewrite what its reader sees, and a line break could forge a second line.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text with each control and format character spelled out: `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
