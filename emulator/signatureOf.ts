import { Hash } from "@smithy/hash-node";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Authorization } from "./authorization.js";
import type { Credentials } from "./credentials.js";
import type { SignedRequest } from "./signedRequest.js";

/** The signature that the holder of the secret gives to this request, over exactly the headers it names as signed. */
export async function signatureOf(
  request: SignedRequest,
  { region, service, signedHeaders }: Authorization,
  { accessKeyId, secretAccessKey }: Credentials,
  signingDate: Date,
): Promise<string> {
  const signer = new SignatureV4({
    region,
    service,
    sha256: Hash.bind(null, "sha256"),
    // The session token is among the headers if it was signed; given here, it would be signed in any case.
    credentials: { accessKeyId, secretAccessKey },
    applyChecksum: false,
  });
  const headers = Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? ""]));
  const { method, path, query, body } = request;
  const signed = await signer.sign(
    { method, path, query, body, headers, protocol: "http:", hostname: "" },
    { signingDate, signableHeaders: new Set(signedHeaders) },
  );
  return signed.headers.authorization?.split("Signature=")[1] ?? "";
}
