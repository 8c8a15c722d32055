/** What the shared config files say, under the active profile. */
export interface SharedConfig {
  /** Whether the profile stands in any of the files. */
  readonly hasProfile: boolean;
  /** The profile's own settings; for an endpoint the section `services` that it names comes first. */
  readonly get: (key: string, service?: string) => string | undefined;
}

/** Where settings come from, the nearest first. */
export interface SettingsSources {
  /** The resource's input `aws`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The stack's config by full key: `aws:profile`. */
  readonly config: (key: string) => string | undefined;
  /** The full keys that the stack's config has, as far as they are known. */
  readonly configKeys: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Read before a call only: undefined while the program's inputs are checked. */
  readonly shared?: SharedConfig | undefined;
}
