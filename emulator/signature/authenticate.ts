import { createHash, timingSafeEqual } from "node:crypto";
import { Hash } from "@smithy/hash-node";
import { SignatureV4 } from "@smithy/signature-v4";
import { ServiceError } from "../model/errors.js";

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

/** What a signature covers. Header names are in lower case. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

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
  const claimed = parseAuthorization(request.headers.authorization);
  assertScope(request, claimed);
  const credentials = await credentialsOf(claimed.accessKeyId);
  assertKey(request, claimed, credentials);
  const date = checkSigningDate(request.headers["x-amz-date"], claimed.date, now);
  assertBodyHash(request);
  const expected = await computeSignature(request, claimed, credentials, date);
  if (!same(expected, claimed.signature)) throw new ServiceError("InvalidSignatureException", mismatch);
  return claimed;
}

function assertScope({ headers }: SignedRequest, { region, service, signedHeaders }: Authorization): void {
  // It becomes part of ARNs, which have to be ones.
  if (!/^[a-z0-9-]{1,32}$/.test(region)) {
    throw new ServiceError("InvalidSignatureException", "Credential should be scoped to a valid region.");
  }
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

/** The parts of an Authorization header. */
interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const algorithm = "AWS4-HMAC-SHA256";

/** Takes the header apart; what is missing is an IncompleteSignatureException. */
function parseAuthorization(header: string | undefined): Authorization {
  if (header === undefined)
    throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token");
  if (!header.startsWith(`${algorithm} `)) {
    throw new ServiceError(
      "IncompleteSignatureException",
      `Authorization header requires algorithm ${algorithm}`,
    );
  }
  const parts = new Map(header.slice(algorithm.length).split(",").map(pair));
  const [accessKeyId, date, region, service, terminator, ...rest] = part(parts, "Credential").split("/");
  if (!accessKeyId || !date || !region || !service || terminator !== "aws4_request" || rest.length > 0) {
    throw new ServiceError(
      "IncompleteSignatureException",
      "Credential must have exactly 5 slash-delimited elements",
    );
  }
  const signedHeaders = part(parts, "SignedHeaders").split(";");
  return { accessKeyId, date, region, service, signedHeaders, signature: part(parts, "Signature") };
}

function pair(text: string): [string, string] {
  const [name = "", ...value] = text.trim().split("=");
  return [name, value.join("=")];
}

function part(parts: ReadonlyMap<string, string>, name: string): string {
  const value = parts.get(name);
  if (!value) {
    throw new ServiceError(
      "IncompleteSignatureException",
      `Authorization header requires '${name}' parameter`,
    );
  }
  return value;
}

const minutes = 5;
const form = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** The date that a request is signed with, if it is the credential's and near enough to the clock. */
function checkSigningDate(header: string | undefined, credentialDate: string, now: Date): Date {
  const date = new Date(header?.replace(form, "$1-$2-$3T$4:$5:$6Z") ?? Number.NaN);
  if (header === undefined || !form.test(header) || Number.isNaN(date.getTime())) {
    throw new ServiceError("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.");
  }
  if (header.slice(0, 8) !== credentialDate) {
    const text = `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${credentialDate}' != '${header.slice(0, 8)}'.`;
    throw new ServiceError("InvalidSignatureException", text);
  }
  const age = now.getTime() - date.getTime();
  if (Math.abs(age) > minutes * 60_000)
    throw new ServiceError("InvalidSignatureException", stale(header, now, age));
  return date;
}

function stale(header: string, now: Date, age: number): string {
  const [what, sign, edge] =
    age > 0 ? ["Signature expired", "-", "earlier"] : ["Signature not yet current", "+", "later"];
  const limit = new Date(now.getTime() - Math.sign(age) * minutes * 60_000);
  return `${what}: ${header} is ${age > 0 ? "now" : "still"} ${edge} than ${basic(limit)} (${basic(now)} ${sign} ${minutes} min.)`;
}

function basic(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** The signature that the holder of the secret gives to this request, over exactly the headers it names as signed. */
async function computeSignature(
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
