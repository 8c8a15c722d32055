/** What is secret in a setting. */
export interface SecretPart {
  /** In words. */
  readonly what: string;
  /** Where in the setting it stands, as `pulumi config set --path` has it; empty for all of it. */
  readonly path: string;
  isIn(value: unknown): boolean;
}

/** All of it. */
export const whole: SecretPart = { what: "yes", path: "", isIn: () => true };

/** What stands in it, in whatever form it is given: as JSON too, and where the rest of it is wrong. */
export function within(what: string, path: string, pattern: RegExp): SecretPart {
  return { what, path, isIn: (value) => pattern.test(JSON.stringify(value)) };
}
