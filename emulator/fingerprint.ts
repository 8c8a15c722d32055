import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { ServiceError } from "./model/errors.js";

const block = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/;

/**
 * The MD5 of an ECDSA P-384 key's SubjectPublicKeyInfo, in the form that the AWS CLI's examples show. What is no
 * such key is a ValidationException.
 */
export function fingerprint(publicKeyMaterial: string): string {
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
