import { type Answer, errorAnswer, errors, ServiceError } from "../model/errors.js";
import { validateInput } from "../model/validate.js";
import { authenticate, type CredentialsOf, type SignedRequest } from "../signature/authenticate.js";
import { account, parseArn } from "../state/identifiers.js";
import type { Participants } from "../state/participants.js";
import type { PublicKeys } from "../state/publicKeys.js";
import type { Stages } from "../state/stages.js";
import type { Mint } from "../state/tokens.js";
import { isOperation, operations } from "./index.js";
import type { Operation } from "./operation.js";

/** A request as it came in, before anything in it is believed. */
export interface Received extends SignedRequest {
  /** The operation's name, or `UnknownOperation`. */
  readonly operation: string;
}

/** The input that a body holds; undefined if it isn't JSON. */
export function parsedBody(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** What the service consists of, apart from HTTP. */
export interface Service {
  readonly stages: Stages;
  readonly participants: Participants;
  readonly publicKeys: PublicKeys;
  readonly mint: Mint;
  readonly credentialsOf: CredentialsOf;
  readonly clock: () => Date;
  /** Undefined where no quotas hold. */
  readonly pace: Pace | undefined;
}

/** Answers a request: known operation, good signature, quota, valid input, then the operation itself. */
export async function handleOperation(request: Received, service: Service): Promise<Answer> {
  try {
    const body = await result(request, service);
    return { status: 200, headers: {}, body: JSON.stringify(body) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return errorAnswer(errors.status[error.name], error.name, error.message);
  }
}

async function result(request: Received, service: Service): Promise<object> {
  const { credentialsOf, clock, pace, ...state } = service;
  if (!isOperation(request.operation)) {
    throw new ServiceError("UnknownOperationException", "The emulator has no such operation");
  }
  const { region } = await authenticate(request, credentialsOf, clock());
  const operation = operations[request.operation] as unknown as Operation;
  // Not before the signature is known to be good: parsed, a body may take twenty times its bytes.
  const input = parsedBody(request.body);
  const bucket = [request.operation, callerAccount(input), region].join(" ");
  if (pace?.admits(bucket, operation.perSecond, clock()) === false) {
    throw new ServiceError("ThrottlingException", "Rate exceeded");
  }
  if (input === undefined) throw new ServiceError("SerializationException", "The body is not JSON");
  return operation.handle(validateInput(operation.input, input), { ...state, region });
}

/** The account that a call counts for: that of the ARN it names, since keys that sign here belong to no account. */
function callerAccount(input: unknown): string {
  const { stageArn, arn = stageArn } = (input ?? {}) as { stageArn?: unknown; arn?: unknown };
  const named = parseArn(String(arn)).account;
  return /^[0-9]{1,20}$/.test(named) ? named : account;
}

/** Whoever signs may name any account and region: more buckets than these are throttled. */
const maxBuckets = 10_000;

interface Bucket {
  readonly left: number;
  readonly date: number;
}

/**
 * Holds calls to so many a second, by the emulator's clock. Each key has a bucket of as many calls as a second has,
 * full at first, which fills evenly: who calls evenly is never held up, however the calls fall into seconds.
 */
export class Pace {
  readonly #buckets = new Map<string, Bucket>();

  /** False where it is one too many, which costs nothing. */
  admits(key: string, perSecond: number, now: Date): boolean {
    const date = now.getTime();
    if (!this.#buckets.has(key) && !this.#hasRoom(date)) return false;
    const { left, date: before } = this.#buckets.get(key) ?? { left: perSecond, date };
    // The clock may be moved back.
    const filled = Math.min(perSecond, left + (Math.max(0, date - before) * perSecond) / 1000);
    const admitted = filled >= 1;
    this.#buckets.set(key, { left: admitted ? filled - 1 : filled, date });
    return admitted;
  }

  /** Forgets the buckets that are full again, if there are too many. */
  #hasRoom(date: number): boolean {
    if (this.#buckets.size < maxBuckets) return true;
    for (const [key, bucket] of this.#buckets) if (date - bucket.date >= 1000) this.#buckets.delete(key);
    return this.#buckets.size < maxBuckets;
  }
}
