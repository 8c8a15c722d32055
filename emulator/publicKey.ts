/** A public key as GetPublicKey answers it. */
export interface PublicKey {
  readonly arn: string;
  readonly name: string;
  /** The PEM as it was imported. */
  readonly publicKeyMaterial: string;
  readonly fingerprint: string;
  readonly tags: Readonly<Record<string, string>>;
}
