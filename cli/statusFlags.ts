/** The options of `pulumi-ivs-realtime status`. */
export interface StatusFlags {
  readonly stack?: string;
  readonly format: "table" | "json" | "openmetrics";
  readonly json?: boolean;
  /** In seconds. */
  readonly dueWithin?: number;
  readonly html?: string;
}
