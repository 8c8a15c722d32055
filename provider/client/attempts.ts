import { attemptFailure, type CallContext } from "../failures/fromSdk.js";
import type { IvsErrorKind } from "../failures/ivsError.js";
import { errorName, readFailure } from "../failures/sdkError.js";
import { properRequestId } from "../values/redaction.js";
import type { Turn } from "./pace.js";

/** An answer as the SDK has it before it reads the body. */
export interface Answered {
  statusCode: number;
  headers?: Record<string, string>;
}

/** A request as it goes out. */
export interface SentRequest {
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
export class Attempts {
  /** How many have begun. */
  count = 0;
  /** The Date header of the last answer. */
  date: string | undefined;
  /** How the last one ended, in words and as a kind. */
  last: string | undefined;
  kind: IvsErrorKind | undefined;
  /** When the first one began, and when it failed, without the waits for a turn. */
  sentAt: number | undefined;
  failedAt: number | undefined;
  #mayBeLost = false;
  #isUnderWay = false;
  #since = 0;
  #begunAt = 0;
  #turn: Turn | undefined;
  readonly #context: CallContext;
  readonly #log: ((line: string) => void) | undefined;
  readonly #heard: (() => void) | undefined;

  /** @param heard is called when the head of an answer has arrived. */
  constructor(context: CallContext, log: ((line: string) => void) | undefined, heard?: () => void) {
    this.#context = context;
    this.#log = log;
    this.#heard = heard;
  }

  /** Whether the service may have carried one out whose answer is lost. */
  get mayBeLost(): boolean {
    return this.#mayBeLost || this.#isUnderWay;
  }

  /** What they ended in; undefined where the one that is under way has taken most of the call's seconds. */
  trouble(now: number, seconds: number): IvsErrorKind | undefined {
    const isSilent = this.#isUnderWay && now - this.#begunAt > (seconds / 2) * 1000;
    return isSilent ? undefined : this.kind;
  }

  /** One begins, and takes its turn of the rate limit when it goes out. */
  begins(now: number, turn: Turn | undefined): void {
    this.count += 1;
    this.sentAt ??= now;
    this.#begunAt = now;
    this.#turn = turn;
  }

  sent(request: SentRequest): void {
    this.#turn?.out();
    this.#isUnderWay = true;
    this.#since = performance.now();
    this.#debug(describe(request));
  }

  answered({ statusCode, headers = {} }: Answered): void {
    this.date = headers.date;
    this.#heard?.();
    // The SDK's own reading of that header: `loadRestJsonErrorCode` of @smithy/core 3.41.
    const [header] = headers["x-amzn-errortype"]?.split(/[:#,]/) ?? [];
    const error = errorName(header, this.#secrets());
    this.#ended(`HTTP ${statusCode}${error === undefined ? "" : ` ${error}`}`, headers["x-amzn-requestid"]);
  }

  failed(error: unknown): void {
    const { name } = readFailure(error);
    const word = name !== undefined && /^[A-Z]\w{1,80}$/.test(name) ? name : "an error";
    this.#ended(`no answer (${word})`);
  }

  /** The whole of an attempt has failed, at this time of the call's own: without its waits for a turn. */
  over(error: unknown, now: number): void {
    const { kind, mayBeLost } = attemptFailure(error, this.#context);
    this.kind = kind;
    // Not where it failed before it went out.
    this.#mayBeLost ||= this.#isUnderWay && mayBeLost;
    this.#isUnderWay = false;
    this.failedAt ??= now;
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

/** What is shown of a body. All else may be a secret of the program, which the engine doesn't say: userId, attributes. */
const shownMembers = new Set(["stageArn", "arn", "participantId", "reason", "duration", "capabilities"]);

function maskedBody(body: unknown): string {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? "");
  if (text === "") return "";
  const members = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const shown = members.map(([name, value]) => [name, shownMembers.has(name) ? value : "[masked]"]);
  return JSON.stringify(Object.fromEntries(shown));
}
