/** How text is spoken of that may be a secret, whichever input it came in by: only its length in characters. */
export function unquoted(text: string): string {
  return `text of ${[...text].length} characters`;
}
