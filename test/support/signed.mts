import { createHash, createHmac, generateKeyPairSync } from "node:crypto";

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

interface Posted {
  readonly status: number;
  readonly headers: Headers;
  readonly error: string | null;
  readonly text: string;
  readonly body: { exceptionMessage?: string; message?: string } & Record<string, unknown>;
}

/** Sends a body as it stands to `/Operation` and returns what came back. */
export async function post(
  url: string,
  operation: string,
  body: unknown,
  signing: Signing = {},
  changed: { readonly body?: string; readonly headers?: Record<string, string | undefined> } = {},
): Promise<Posted> {
  const path = `/${operation}`;
  const bytes = body instanceof Uint8Array || typeof body === "string" ? body : JSON.stringify(body);
  const headers = { ...signed(url, path, bytes, signing), ...changed.headers };
  const sent = Object.entries(headers).filter(
    (pair): pair is [string, string] => pair[0] !== "host" && pair[1] !== undefined,
  );
  const response = await fetch(url + path, {
    method: "POST",
    headers: sent,
    body: (changed.body ?? bytes) as string,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    error: response.headers.get("x-amzn-errortype"),
    text,
    get body() {
      return JSON.parse(text);
    },
  };
}

/** A new public key in PEM, of the kind that the service takes unless another curve is named. */
export function publicPem(namedCurve = "P-384"): string {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve });
  return String(publicKey.export({ type: "spki", format: "pem" }));
}
