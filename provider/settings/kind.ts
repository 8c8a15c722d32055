/** A setting's value, or what is wrong with it: a sentence that goes on from the setting's name. */
export type Reading<T> = { value: T } | { problem: string };

/** What a setting may be. */
export interface Kind<T> {
  /** In words, as the documentation has it. */
  readonly allowed: string;
  /** Reads what a program gives, or the text that stack config, environment and files hold. */
  read(value: unknown): Reading<T>;
}
