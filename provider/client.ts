import {
  CreateParticipantTokenCommand,
  type CreateParticipantTokenCommandInput,
  type CreateParticipantTokenCommandOutput,
  DisconnectParticipantCommand,
  GetStageCommand,
  IVSRealTimeClient,
  IVSRealTimeServiceException,
} from "@aws-sdk/client-ivs-realtime";
import type { Capability } from "./args.js";
import { type CallContext, callFailure, unreadableAnswer } from "./callFailure.js";
import type { Settings } from "./settings.js";
import { packageVersion } from "./version.js";

/** What a token is minted with, in the API's own terms. */
export interface TokenRequest {
  stageArn: string;
  userId?: string | undefined;
  attributes?: Record<string, string> | undefined;
  capabilities: Capability[];
  /** Minutes. */
  duration: number;
}

/** A token as the service answered it. */
export interface MintedToken {
  token: string;
  participantId: string;
  expirationTime: Date | undefined;
  /** The answer's Date header: the service's clock at the mint. */
  date: Date | undefined;
  requestId: string | undefined;
  /** What the service says the token was minted with; members may be missing. */
  echo: Partial<Omit<TokenRequest, "stageArn">>;
}

/** The calls that a participant token's life needs. Each fails with an IvsError and nothing else. */
export interface IvsClient {
  createParticipantToken(request: TokenRequest): Promise<MintedToken>;
  getStage(arn: string): Promise<void>;
  disconnectParticipant(request: { stageArn: string; participantId: string; reason: string }): Promise<void>;
}

const patienceMs = 60_000;

/** A client for one set of settings. No call is made and no credential is looked for yet. */
export function connectClient(settings: Settings): IvsClient {
  const sdk = connectSdk(settings);
  const context = (operation: string, secrets: string[] = []) => ({ operation, settings, secrets });
  return {
    createParticipantToken: (request) =>
      createParticipantToken(sdk, request, context("CreateParticipantToken", textsOf(request))),
    async getStage(arn) {
      await send(sdk.send(new GetStageCommand({ arn })), context("GetStage"));
    },
    async disconnectParticipant(request) {
      await send(sdk.send(new DisconnectParticipantCommand(request)), context("DisconnectParticipant"));
    },
  };
}

function connectSdk({ region, endpoint, profile, credentials }: Settings): IVSRealTimeClient {
  return new IVSRealTimeClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    ...(credentials !== undefined && { credentials }),
    // So that a token leads to its CloudTrail record, and the record to this package.
    customUserAgent: [["pulumi-ivs-realtime", packageVersion()]],
    requestHandler: { connectionTimeout: patienceMs, socketTimeout: patienceMs },
  });
}

/** Waits for a call; whatever it fails with leaves this file as an IvsError. */
async function send<T>(call: Promise<T>, context: CallContext): Promise<T> {
  try {
    return await call;
  } catch (thrown) {
    // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
    throw callFailure(thrown, { ...context, answered: thrown instanceof IVSRealTimeServiceException });
  }
}

async function createParticipantToken(
  sdk: IVSRealTimeClient,
  request: TokenRequest,
  context: CallContext,
): Promise<MintedToken> {
  const command = new CreateParticipantTokenCommand(request as CreateParticipantTokenCommandInput);
  let dateHeader: string | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      dateHeader = (result.response as { headers?: Record<string, string> }).headers?.date;
      return result;
    },
    { step: "deserialize", name: "dateHeader" },
  );
  const answer = await send(sdk.send(command), context);
  const minted = readToken(answer, dateHeader);
  if (!minted) throw unreadableAnswer(answer.$metadata, context);
  return minted;
}

function readToken(
  answer: CreateParticipantTokenCommandOutput,
  dateHeader: string | undefined,
): MintedToken | undefined {
  const { token, participantId, expirationTime, ...echo } = answer.participantToken ?? {};
  if (typeof token !== "string" || token === "") return undefined;
  if (typeof participantId !== "string" || participantId === "") return undefined;
  return {
    token,
    participantId,
    expirationTime: validDate(expirationTime),
    date: validDate(dateHeader === undefined ? undefined : new Date(dateHeader)),
    requestId: answer.$metadata.requestId,
    echo: echo as MintedToken["echo"],
  };
}

function validDate(date: Date | undefined): Date | undefined {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** What a token request holds that may be secret: services quote input back in their messages. */
function textsOf({ userId, attributes = {} }: TokenRequest): string[] {
  return [userId ?? "", ...Object.entries(attributes).flat()];
}
