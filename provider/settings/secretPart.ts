/** What is secret in a setting. */
export interface SecretPart {
  /** In words. */
  readonly what: string;
  isIn(value: unknown): boolean;
}

/** All of it. */
export const whole: SecretPart = { what: "yes", isIn: () => true };

/** What stands in it, in whatever form it is given: as JSON too, and where the rest of it is wrong. */
export function within(what: string, pattern: RegExp): SecretPart {
  return { what, isIn: (value) => pattern.test(JSON.stringify(value)) };
}
