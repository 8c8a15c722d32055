import { generateKeyPairSync } from "node:crypto";

/** A new public key in PEM, of the kind that the service takes unless another curve is named. */
export function publicPem(namedCurve = "P-384"): string {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve });
  return String(publicKey.export({ type: "spki", format: "pem" }));
}
