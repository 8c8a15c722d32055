/** A request that arrived at the emulator, as a test asserts on it. */
export interface EmulatorRequest {
  /** The operation's name; `UnknownOperation` where there is none of that name. */
  readonly operation: string;
  /** The HTTP status answered; undefined while it isn't, and for good where the connection was dropped. */
  readonly status: number | undefined;
  /** The region that the request says it is signed for. */
  readonly region: string | undefined;
  /** The access key that the request says it is signed with. */
  readonly accessKeyId: string | undefined;
  /** The User-Agent header. */
  readonly userAgent: string | undefined;
  /** The parsed body; undefined if that isn't JSON. */
  readonly input: unknown;
}
