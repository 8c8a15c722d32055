/** What the certificate of an emulator with TLS is for. */
export interface TlsOptions {
  /**
   * Host names and addresses that the certificate is good for besides `localhost`, `127.0.0.1`, `::1` and where the
   * emulator listens. Default: none.
   */
  readonly hosts?: readonly string[];
}
