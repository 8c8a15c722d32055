import { createHash, timingSafeEqual } from "node:crypto";
import { type Authorization, authorization } from "../authorization.js";
import type { Credentials, CredentialsOf } from "../credentials.js";
import { freshDate } from "../freshDate.js";
import { ServiceError } from "../model/errors.js";
import { signatureOf } from "../signatureOf.js";
import type { SignedRequest } from "../signedRequest.js";

const unknownToken = "The security token included in the request is invalid.";
const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

const mustBeSigned = [
  ["host", "'Host' or ':authority'"],
  ["x-amz-date", "'X-Amz-Date'"],
] as const;

/** Verifies the Signature Version 4 of a request; every failure is the error that AWS answers. */
export async function authenticate(
  request: SignedRequest,
  credentialsOf: CredentialsOf,
  now: Date,
): Promise<Authorization> {
  const claimed = authorization(request.headers.authorization);
  assertScope(request, claimed);
  const credentials = await credentialsOf(claimed.accessKeyId);
  assertKey(request, claimed, credentials);
  const date = freshDate(request.headers["x-amz-date"], claimed.date, now);
  assertBodyHash(request);
  const expected = await signatureOf(request, claimed, credentials, date);
  if (!same(expected, claimed.signature)) throw new ServiceError("InvalidSignatureException", mismatch);
  return claimed;
}

function assertScope({ headers }: SignedRequest, { service, signedHeaders }: Authorization): void {
  if (service !== "ivs") {
    throw new ServiceError(
      "InvalidSignatureException",
      "Credential should be scoped to correct service: 'ivs'.",
    );
  }
  for (const [name, called] of mustBeSigned) {
    if (signedHeaders.includes(name)) continue;
    const text = `${called} must be a 'SignedHeader' in the AWS Authorization.`;
    throw new ServiceError("InvalidSignatureException", text);
  }
  const absent = signedHeaders.find((name) => !Object.hasOwn(headers, name));
  if (absent !== undefined) throw new ServiceError("InvalidSignatureException", mismatch);
}

function assertKey(
  { headers }: SignedRequest,
  { accessKeyId }: Authorization,
  credentials: Credentials | undefined,
): asserts credentials {
  const known =
    accessKeyId === credentials?.accessKeyId && headers["x-amz-security-token"] === credentials.sessionToken;
  if (!known) throw new ServiceError("UnrecognizedClientException", unknownToken);
}

function assertBodyHash({ headers, body }: SignedRequest): void {
  const claimed = headers["x-amz-content-sha256"];
  if (claimed !== undefined && claimed !== createHash("sha256").update(body).digest("hex")) {
    throw new ServiceError("InvalidSignatureException", mismatch);
  }
}

function same(expected: string, claimed: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(claimed)];
  return left.length === right.length && timingSafeEqual(left, right);
}
