import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { ServiceError } from "../model/errors.js";
import { account, parseArn, randomId } from "./identifiers.js";
import type { Placed } from "./paging.js";
import { type Space, takeFor } from "./space.js";

const publicKeyIdLength = 12;

interface PublicKeySettings {
  readonly publicKeyMaterial: string;
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

interface PlacedPublicKey extends Placed {
  readonly bytes: number;
  readonly publicKey: PublicKey;
}

/** The public keys that were imported, in that order. */
export class PublicKeys {
  readonly #keys = new Map<string, PlacedPublicKey>();
  readonly #max: number;
  readonly #space: Space;
  #places = 0;

  /** At most `max` in a region. */
  constructor(max: number, space: Space) {
    this.#max = max;
    this.#space = space;
  }

  import(region: string, { publicKeyMaterial, name = "", tags = {} }: PublicKeySettings): PublicKey {
    const print = fingerprint(publicKeyMaterial);
    const present = this.list(region);
    if (present.some(({ publicKey }) => publicKey.fingerprint === print)) {
      throw new ServiceError("ConflictException", "A public key with this material exists already");
    }
    if (present.length >= this.#max) {
      throw new ServiceError("ServiceQuotaExceededException", `At most ${this.#max} public keys in a region`);
    }
    const arn = `arn:aws:ivs:${region}:${account}:public-key/${randomId(publicKeyIdLength)}`;
    const publicKey = { arn, name, publicKeyMaterial, fingerprint: print, tags };
    const bytes = takeFor(publicKey, this.#space);
    this.#keys.set(arn, { place: ++this.#places, publicKey, bytes });
    return publicKey;
  }

  /** The public key of that ARN, if it exists in the region that the request is signed for. */
  get(arn: string, region: string): PublicKey {
    const placed = this.list(region).find(({ publicKey }) => publicKey.arn === arn);
    if (placed === undefined) {
      throw new ServiceError("ResourceNotFoundException", `Resource: ${arn} not found`);
    }
    return placed.publicKey;
  }

  list(region: string): PlacedPublicKey[] {
    return [...this.#keys.values()].filter(({ publicKey }) => parseArn(publicKey.arn).region === region);
  }

  delete({ arn }: PublicKey): void {
    this.#space.free(this.#keys.get(arn)?.bytes ?? 0);
    this.#keys.delete(arn);
  }
}

/** A public key as GetPublicKey answers it. */
export interface PublicKey {
  readonly arn: string;
  readonly name: string;
  /** The PEM as it was imported. */
  readonly publicKeyMaterial: string;
  readonly fingerprint: string;
  readonly tags: Readonly<Record<string, string>>;
}

const block = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/;

/**
 * The MD5 of an ECDSA P-384 key's SubjectPublicKeyInfo, in the form that the AWS CLI's examples show. Any
 * other text is a ValidationException.
 */
function fingerprint(publicKeyMaterial: string): string {
  const key = parsed(block.exec(publicKeyMaterial)?.[0] ?? "");
  if (key?.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "secp384r1") {
    throw new ServiceError(
      "ValidationException",
      "Value at '/publicKeyMaterial' is not the SubjectPublicKeyInfo of an ECDSA key on the curve P-384, in PEM",
    );
  }
  const digest = createHash("md5").update(key.export({ type: "spki", format: "der" }));
  return digest.digest("hex").replace(/..(?=.)/g, "$&:");
}

function parsed(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}
