import type { TlsOptions } from "./http/server.js";
import type { Credentials, CredentialsOf } from "./signature/authenticate.js";

/** Every option of {@link startEmulator}. */
export interface EmulatorOptions {
  /** TCP port. Default: 0, a free one. */
  readonly port?: number;
  /** Address to listen at. Default: `127.0.0.1`. Anything but loopback lets others on the network in. */
  readonly host?: string;
  /** ARNs of the stages to start with. Default: `arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh`. */
  readonly stages?: readonly string[];
  /** Where every "now" of the emulator comes from. Default: the machine's clock. */
  readonly clock?: () => Date;
  /** What requests have to be signed with, or what tells it for each access key ID. Default: `test` and `test`. */
  readonly credentials?: Credentials | CredentialsOf;
  /** Holds calls and counts to the quotas of the service, by this clock: see emulator/README.md. Default: false. */
  readonly quotas?: boolean;
  /** Serves HTTPS instead of HTTP, with a certificate of its own that is made at start. Default: false. */
  readonly tls?: boolean | TlsOptions;
  /** Gets one line a request: operation, status, milliseconds. Never a token or an attribute. Default: none. */
  readonly log?: (line: string) => void;
}
