/**
 * A version in three numbers, from what a command prints ("v3.259.0", "go version go1.26.8 linux/amd64").
 * Go's own may have two.
 */
export class Version {
  /** @param {number} major @param {number} minor @param {number} patch */
  constructor(major, minor, patch) {
    /** @readonly */ this.numbers = [major, minor, patch];
  }

  /** @param {string} text @returns {Version | undefined} */
  static find(text) {
    const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
    return found ? new Version(Number(found[1]), Number(found[2]), Number(found[3] ?? 0)) : undefined;
  }

  /** @param {Version} other */
  isAtLeast(other) {
    const different = this.numbers.findIndex((number, i) => number !== other.numbers[i]);
    return (
      different === -1 || /** @type {number} */ (this.numbers[different]) > Number(other.numbers[different])
    );
  }

  toString() {
    return this.numbers.join(".");
  }
}
