/** A request that arrived at the emulator, as a test asserts on it. */
export interface EmulatorRequest {
  /** When it arrived, by the emulator's clock. */
  readonly date: Date;
  /** The operation's name; `OpenEvents` for a WebSocket at `/events`; `UnknownOperation` for all else. */
  readonly operation: string;
  /** The HTTP status answered, 101 to a WebSocket; undefined while it isn't, and for good where the connection was dropped. */
  readonly status: number | undefined;
  /** The Host header: what the client takes the emulator for. */
  readonly host: string | undefined;
  /** The path, as `/CreateParticipantToken`; what an endpoint's own path adds stands before it. */
  readonly path: string;
  /** The region that the request says it is signed for; undefined if it isn't signed. */
  readonly region: string | undefined;
  /** The access key that the request says it is signed with; undefined if it isn't signed. */
  readonly accessKeyId: string | undefined;
  /** Whether a session token was sent. Which one is told nowhere. */
  readonly hasSessionToken: boolean;
  /** The User-Agent header. */
  readonly userAgent: string | undefined;
  /** The parsed body; undefined if that isn't JSON, and for a WebSocket. */
  readonly input: unknown;
}
