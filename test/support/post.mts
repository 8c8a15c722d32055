import { type Signing, signed } from "./signed.mts";

export interface Posted {
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
