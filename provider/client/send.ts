import {
  type IVSRealTimeClient,
  IVSRealTimeServiceException,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from "@aws-sdk/client-ivs-realtime";
import type {
  Command,
  DeserializeMiddleware,
  FinalizeRequestMiddleware,
  MetadataBearer,
  MiddlewareStack,
} from "@smithy/types";
import { type CallContext, callFailure } from "../failures/fromSdk.js";
import type { Settings } from "../settings/resolve.js";
import { properRequestId } from "../values/redaction.js";
import { pace } from "./pace.js";

/** An answer, its Date header, and the call that it answers. */
export interface Answer<Output> {
  output: Output;
  date: string | undefined;
  context: CallContext;
}

/** A command of the SDK. */
export type SdkCommand<In extends ServiceInputTypes, Out extends ServiceOutputTypes> = Command<
  ServiceInputTypes,
  In,
  ServiceOutputTypes,
  Out,
  IVSRealTimeClient["config"]
>;

/** Sends a command within its deadline and the rate limit. Fails with an IvsError and nothing else. */
type Send = <In extends ServiceInputTypes, Out extends ServiceOutputTypes>(
  command: SdkCommand<In, Out>,
  context: CallContext,
) => Promise<Answer<Out>>;

/** @param log gets the lines of the setting `debug`. */
export function sender(sdk: IVSRealTimeClient, settings: Settings, log: (line: string) => void): Send {
  return async (command, context) => {
    const start = performance.now();
    const deadline = new Deadline(settings.totalTimeout);
    const attempts = new Attempts(context, settings.debug ? log : undefined);
    paceAttempts(command.middlewareStack, context, attempts, deadline);
    watchAttempts(command.middlewareStack, attempts);
    try {
      // The SDK heeds the signal until the answer's head has arrived, but not while its body does.
      const call = sdk.send(command, { abortSignal: deadline.signal });
      const output = await Promise.race([call, rejectOnAbort(deadline.signal)]);
      return { output, date: attempts.date, context };
    } catch (thrown) {
      // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
      const answered = thrown instanceof IVSRealTimeServiceException;
      const seconds = Math.round((performance.now() - start) / 1000);
      throw callFailure(thrown, {
        ...context,
        answered,
        attempts: attempts.count,
        seconds,
        last: attempts.last,
      });
    } finally {
      deadline.end();
    }
  };
}

type Stack<In extends object, Out extends MetadataBearer> = MiddlewareStack<In, Out>;

/** Lets each attempt wait for the rate limit: once its credentials are there, and before its signature, which holds a time. */
function paceAttempts<In extends object, Out extends MetadataBearer>(
  stack: Stack<In, Out>,
  { operation, settings }: CallContext,
  attempts: Attempts,
  deadline: Deadline,
): void {
  const waitForTurn: FinalizeRequestMiddleware<In, Out> = (next) => async (args) => {
    await deadline.pausedFor(pace(operation, settings, settings.createsPerSecond));
    attempts.count += 1;
    return next(args);
  };
  stack.addRelativeTo(waitForTurn, {
    name: "pace",
    relation: "before",
    toMiddleware: "httpSigningMiddleware",
  });
}

function watchAttempts<In extends object, Out extends MetadataBearer>(
  stack: Stack<In, Out>,
  attempts: Attempts,
): void {
  const watch: DeserializeMiddleware<In, Out> = (next) => async (args) => {
    attempts.sent(args.request as SentRequest);
    try {
      const result = await next(args);
      attempts.answered(result.response as Answered);
      return result;
    } catch (error) {
      attempts.failed(error);
      throw error;
    }
  };
  stack.add(watch, { step: "deserialize", name: "attempts" });
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(Object.assign(new Error(), { name: "NoAnswerInTime" })));
  });
}

/** A deadline that is paused while a call waits for the rate limit. */
class Deadline {
  readonly #controller = new AbortController();
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number) {
    this.#leftMs = seconds * 1000;
    this.#run();
  }

  /** Aborts when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async pausedFor(wait: Promise<void>): Promise<void> {
    this.end();
    // Monotonic time: setting the machine's clock must not stretch it.
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
 * The attempts of a call, and the lines of the setting `debug`: one when an attempt goes out and one when it ends. Of
 * the request they show the headers that hold no secret, and of its body what can't have been meant to be secret.
 */
class Attempts {
  /** How many went out. */
  count = 0;
  /** The Date header of the last answer. */
  date: string | undefined;
  /** How the last one ended. */
  last: string | undefined;
  #since = 0;
  readonly #context: CallContext;
  readonly #log: ((line: string) => void) | undefined;

  constructor(context: CallContext, log: ((line: string) => void) | undefined) {
    this.#context = context;
    this.#log = log;
  }

  sent(request: SentRequest): void {
    this.#since = performance.now();
    this.#debug(describe(request));
  }

  answered({ statusCode, headers = {} }: Answered): void {
    this.date = headers.date;
    const [error = ""] = /^[A-Z]\w{1,80}/.exec(headers["x-amzn-errortype"] ?? "") ?? [];
    const shown = error === "" || this.#secrets().includes(error) ? "" : ` ${error}`;
    this.#ended(`HTTP ${statusCode}${shown}`, headers["x-amzn-requestid"]);
  }

  failed(error: unknown): void {
    const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
    const word = [code, name].find((one) => typeof one === "string" && /^[A-Z]\w{1,80}$/.test(one));
    this.#ended(`no answer (${word ?? "an error"})`);
  }

  #ended(how: string, header?: string): void {
    this.last = how;
    const requestId = properRequestId(header, this.#secrets());
    const after = `after ${Math.round(performance.now() - this.#since)} ms`;
    this.#debug(`${how} ${after}${requestId === undefined ? "" : `, request ID ${requestId}`}`);
  }

  #debug(text: string): void {
    this.#log?.(`${this.#context.operation}, attempt ${this.count}: ${text}`);
  }

  #secrets(): string[] {
    return [...this.#context.asked, ...this.#context.used];
  }
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
