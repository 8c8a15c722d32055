/** Something the reader has to do first: its message says what, and is shown without a stack. */
export class SetupError extends Error {
  /** @param {string[]} lines */
  constructor(...lines) {
    super(lines.join("\n"));
    this.name = "SetupError";
  }
}
