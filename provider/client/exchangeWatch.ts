import { properRequestId } from "../values/redaction.js";

/** One attempt; both tell in words how it ended. */
interface Exchange {
  answered(response: unknown): string;
  failed(error: unknown): string;
}

interface Answered {
  statusCode: number;
  headers?: Record<string, string>;
}

interface SentRequest {
  method?: string;
  protocol?: string;
  hostname?: string;
  port?: number;
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

const shownHeaders = ["user-agent", "amz-sdk-request", "amz-sdk-invocation-id", "x-amz-date", "content-type"];

/**
 * Watches attempts and writes the lines of the setting `debug`: one when an attempt goes out and one when it ends. Of
 * what is sent, headers that hold no secret are shown, and of the body what nobody can have meant to be secret.
 */
export function exchangeWatch(
  operation: string,
  secrets: () => readonly string[],
  log: ((line: string) => void) | undefined,
): (attempt: number, request: unknown) => Exchange {
  return (attempt, sent) => {
    const start = performance.now();
    const name = `debug: ${operation}, attempt ${attempt}`;
    log?.(`${name}: ${describe(sent as SentRequest)}`);
    const end = (how: string, requestId?: string) => {
      const id = properRequestId(requestId, secrets());
      const after = `after ${Math.round(performance.now() - start)} ms`;
      log?.(`${name}: ${how} ${after}${id === undefined ? "" : `, request ID ${id}`}`);
      return how;
    };
    return {
      answered(response) {
        const { statusCode, headers = {} } = response as Answered;
        const [error = ""] = /^[A-Z]\w{1,80}/.exec(headers["x-amzn-errortype"] ?? "") ?? [];
        const shown = error === "" || secrets().includes(error) ? "" : ` ${error}`;
        return end(`HTTP ${statusCode}${shown}`, headers["x-amzn-requestid"]);
      },
      failed(error) {
        const { code, name: kind } = (error ?? {}) as { code?: unknown; name?: unknown };
        const word = [code, kind].find((one) => typeof one === "string" && /^[A-Z]\w{1,80}$/.test(one));
        return end(`no answer (${word ?? "an error"})`);
      },
    };
  };
}

function describe({ method, protocol, hostname, port, path, headers = {}, body }: SentRequest): string {
  const shown = shownHeaders.filter((name) => name in headers).map((name) => `${name}: ${headers[name]}`);
  const masked = ["authorization", "x-amz-security-token"]
    .filter((name) => name in headers)
    .map((name) => `${name}: [masked]`);
  const url = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`;
  return `${method} ${url} {${[...shown, ...masked].join("; ")}} ${maskedBody(body)}`;
}

/** userId too, since a program may have made it a secret, which the engine doesn't pass on. */
function maskedBody(body: unknown): string {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? "");
  if (text === "") return "";
  const { userId, attributes, ...others } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify({
    ...others,
    ...(userId !== undefined && { userId: "[masked]" }),
    ...(attributes !== undefined && { attributes: "[masked]" }),
  });
}
