/** What `status` can print. */
export const statusFormats = ["table", "json", "openmetrics"] as const;

/** The options of `pulumi-ivs-realtime status`. */
export interface StatusFlags {
  readonly stack?: string;
  readonly format: (typeof statusFormats)[number];
  readonly json?: boolean;
  /** In seconds. */
  readonly dueWithin?: number;
  readonly html?: string;
}
