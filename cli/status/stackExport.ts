/** What `pulumi stack export` prints, as far as it is read here: nothing is assumed of what stands in it. */
export interface StackExport {
  readonly deployment: {
    readonly manifest?: { readonly time?: unknown };
    readonly resources?: readonly ExportedResource[] | null;
  };
}

export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  /** Replaced already, and to be deleted by the next update. */
  readonly delete?: boolean;
  /** Deleted already (deleteBeforeReplace), and to be made anew by the next update. */
  readonly pendingReplacement?: boolean;
  /** Marked by `pulumi state taint`, to be replaced by the next update. */
  readonly taint?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>> | null;
  /** The URNs of what each input was made from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  /** RFC 3339, by the engine's clock. */
  readonly created?: string;
  readonly modified?: string;
}
