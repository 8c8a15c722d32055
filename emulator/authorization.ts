import { ServiceError } from "./model/errors.js";

/** The parts of an Authorization header. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const algorithm = "AWS4-HMAC-SHA256";

/** Takes the header apart; what is missing is an IncompleteSignatureException. */
export function authorization(header: string | undefined): Authorization {
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
