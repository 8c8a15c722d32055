import { createHash, createHmac } from "node:crypto";

/** What a test may change about an otherwise good signature. */
export interface Signing {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly region?: string;
  readonly service?: string;
  readonly date?: Date;
  /** The date in the credential scope, YYYYMMDD. */
  readonly scopeDate?: string;
  /** Header to leave out of the signed ones. */
  readonly unsigned?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers of a POST signed with Signature Version 4, written from its description alone: no AWS code takes part. */
export function signed(
  url: string,
  path: string,
  body: string | Uint8Array,
  signing: Signing = {},
): Record<string, string> {
  const { accessKeyId = "test", region = "us-west-2", service = "ivs", date = new Date() } = signing;
  const longDate = date.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = [signing.scopeDate ?? longDate.slice(0, 8), region, service, "aws4_request"];
  const sent: Record<string, string> = {
    host: new URL(url).host,
    "x-amz-date": longDate,
    ...signing.headers,
  };
  if (signing.sessionToken !== undefined) sent["x-amz-security-token"] = signing.sessionToken;
  const names = Object.keys(sent)
    .filter((name) => name !== signing.unsigned)
    .sort();
  const canonical = names.map((name) => `${name}:${sent[name]?.replace(/ +/g, " ")}\n`).join("");
  // As the SDKs do: the hash that stands in the header is the one that is signed.
  const payload = sent["x-amz-content-sha256"] ?? sha256(body);
  const request = ["POST", path, "", canonical, names.join(";"), payload].join("\n");
  const text = ["AWS4-HMAC-SHA256", longDate, scope.join("/"), sha256(request)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${signing.secretAccessKey ?? "test"}`);
  const credential = `${accessKeyId}/${scope.join("/")}`;
  const signature = hmac(key, text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...sent, authorization };
}

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
