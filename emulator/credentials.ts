/** One key pair that requests may be signed with. */
export interface Credentials {
  /** Access key ID. */
  readonly accessKeyId: string;
  /** Secret access key. */
  readonly secretAccessKey: string;
  /** Session token of temporary credentials. Default: none. */
  readonly sessionToken?: string;
}

/**
 * Tells the key pair of an access key ID, for example what an STS gave out; undefined for one that is unknown. A
 * session token that it names has to be sent, and no other.
 */
export type CredentialsOf = (
  accessKeyId: string,
) => Credentials | undefined | Promise<Credentials | undefined>;
