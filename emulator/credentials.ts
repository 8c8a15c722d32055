/** What requests have to be signed with. */
export interface Credentials {
  /** Access key ID. */
  readonly accessKeyId: string;
  /** Secret access key. */
  readonly secretAccessKey: string;
  /** Session token of temporary credentials. Default: none. */
  readonly sessionToken?: string;
}
