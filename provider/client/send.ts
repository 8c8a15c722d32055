import { IVSRealTimeServiceException } from "@aws-sdk/client-ivs-realtime";
import type { FinalizeRequestMiddleware, MetadataBearer, MiddlewareStack } from "@smithy/types";
import { type CallContext, callFailure } from "../failures/fromSdk.js";
import type { Settings } from "../settings/resolve.js";
import { properRequestId } from "../values/redaction.js";
import { pace } from "./pace.js";

/** An answer, and its Date header. */
export interface Answer<T> {
  output: T;
  date: string | undefined;
}

/** A command of the SDK: each is of a type of its own. */
interface AnyCommand {
  readonly middlewareStack: unknown;
}

/** Sends a command with deadline and pace; whatever it fails with leaves as an IvsError. */
type Send = <T>(
  command: AnyCommand,
  call: (signal: AbortSignal) => Promise<T>,
  context: CallContext,
) => Promise<Answer<T>>;

/** @param log gets the lines of the setting `debug`. */
export function sender(settings: Settings, log: (line: string) => void): Send {
  return async (command, call, context) => {
    const start = performance.now();
    const deadline = new Deadline(settings.totalTimeout);
    const seen = watchAttempts(command, context, deadline, log);
    try {
      // The SDK heeds the signal until the answer's head is there, and not while its body comes in.
      const output = await Promise.race([call(deadline.signal), rejectOnAbort(deadline.signal)]);
      return { output, date: seen.date };
    } catch (thrown) {
      // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
      const answered = thrown instanceof IVSRealTimeServiceException;
      const seconds = Math.round((performance.now() - start) / 1000);
      throw callFailure(thrown, { ...context, answered, attempts: seen.count, seconds, last: seen.last });
    } finally {
      deadline.end();
    }
  };
}

/** What is known of a call's attempts. */
interface Seen {
  count: number;
  date: string | undefined;
  /** How the last one failed. */
  last: string | undefined;
}

/** Lets each attempt wait for its turn, and keeps what is known of it. */
function watchAttempts(
  command: AnyCommand,
  { operation, settings, asked, used }: CallContext,
  deadline: Deadline,
  log: (line: string) => void,
): Seen {
  const seen: Seen = { count: 0, date: undefined, last: undefined };
  const exchanges = exchangeWatch(operation, () => [...asked, ...used], settings.debug ? log : undefined);
  const stack = command.middlewareStack as MiddlewareStack<object, MetadataBearer>;
  const takeTurn: FinalizeRequestMiddleware<object, MetadataBearer> = (next) => async (args) => {
    await deadline.pausedFor(pace(operation, settings, settings.createsPerSecond));
    seen.count += 1;
    return next(args);
  };
  // After the credentials are there and before the signature, which has a time in it.
  stack.addRelativeTo(takeTurn, { name: "pace", relation: "before", toMiddleware: "httpSigningMiddleware" });
  stack.add(
    (next) => async (args) => {
      const exchange = exchanges(seen.count, args.request);
      try {
        const result = await next(args);
        seen.date = (result.response as { headers?: Record<string, string> }).headers?.date;
        seen.last = exchange.answered(result.response);
        return result;
      } catch (error) {
        seen.last = exchange.failed(error);
        throw error;
      }
    },
    { step: "deserialize", name: "exchange" },
  );
  return seen;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(Object.assign(new Error(), { name: "NoAnswerInTime" })));
  });
}

/** A time limit that stands still while a call waits for its turn. */
class Deadline {
  readonly #controller = new AbortController();
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number) {
    this.#leftMs = seconds * 1000;
    this.#run();
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async pausedFor(wait: Promise<void>): Promise<void> {
    this.end();
    // A stopwatch, not a clock: no setting of the time may stretch it.
    this.#leftMs -= performance.now() - this.#since;
    await wait;
    this.#run();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#controller.abort(), Math.max(0, this.#leftMs)).unref();
  }
}

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
function exchangeWatch(
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
