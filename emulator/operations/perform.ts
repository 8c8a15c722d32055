import { callerAccount } from "../callerAccount.js";
import { type Answer, errorAnswer, errors, ServiceError } from "../model/errors.js";
import { isOperation } from "../model/operationName.js";
import { validated } from "../model/validate.js";
import type { Pace } from "../pace.js";
import type { Received } from "../received.js";
import { authenticate, type CredentialsOf } from "../signature/authenticate.js";
import type { Participants } from "../state/participants.js";
import type { PublicKeys } from "../state/publicKeys.js";
import type { Stages } from "../state/stages.js";
import type { Mint } from "../state/tokens.js";
import { operations } from "./index.js";
import type { Operation } from "./operation.js";

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
export async function perform(request: Received, service: Service): Promise<Answer> {
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
  const bucket = [request.operation, callerAccount(request.input), region].join(" ");
  if (pace?.admits(bucket, operation.perSecond, clock()) === false) {
    throw new ServiceError("ThrottlingException", "Rate exceeded");
  }
  if (request.input === undefined) throw new ServiceError("SerializationException", "The body is not JSON");
  return operation.handle(validated(operation.input, request.input), { ...state, region });
}
