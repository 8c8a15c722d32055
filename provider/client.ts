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
import { patienceSeconds } from "./patience.js";
import { properRequestId } from "./properRequestId.js";
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

/** How long a connection may take, and how long it may be silent. */
const silenceMs = 60_000;

/** A client for one set of settings. No call is made and no credential is looked for yet. */
export function connectClient(settings: Settings, limitMs = patienceSeconds * 1000): IvsClient {
  const sdk = connectSdk(settings);
  const send = <T>(call: (signal: AbortSignal) => Promise<T>, context: CallContext) =>
    settle(sdk, call, context, limitMs);
  const context = (operation: string, secrets: string[] = []) => ({ operation, settings, secrets });
  return {
    createParticipantToken: (request) =>
      createParticipantToken(sdk, send, request, context("CreateParticipantToken", textsOf(request))),
    async getStage(arn) {
      const command = new GetStageCommand({ arn });
      await send((abortSignal) => sdk.send(command, { abortSignal }), context("GetStage"));
    },
    async disconnectParticipant(request) {
      const command = new DisconnectParticipantCommand(request);
      await send((abortSignal) => sdk.send(command, { abortSignal }), context("DisconnectParticipant"));
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
    requestHandler: { connectionTimeout: silenceMs, socketTimeout: silenceMs },
  });
}

type Send = <T>(call: (signal: AbortSignal) => Promise<T>, context: CallContext) => Promise<T>;

/** Waits for a call, up to the limit; whatever it fails with leaves this file as an IvsError. */
async function settle<T>(
  sdk: IVSRealTimeClient,
  call: (signal: AbortSignal) => Promise<T>,
  context: CallContext,
  limitMs: number,
): Promise<T> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    // The SDK heeds the signal until the answer's head is there, and not while its body comes in.
    return await Promise.race([call(signal), timeout(signal)]);
  } catch (thrown) {
    // Credentials are looked for inside the call: an error of STS or SSO is no answer of this service.
    const answered = thrown instanceof IVSRealTimeServiceException;
    const secrets = answered ? [...context.secrets, ...(await credentialsInUse(sdk))] : context.secrets;
    throw callFailure(thrown, { ...context, secrets, answered });
  }
}

function timeout(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(Object.assign(new Error(), { name: "NoAnswerInTime" })));
  });
}

/** What the request was signed with, wherever it came from. It was resolved for the request and is remembered. */
async function credentialsInUse(sdk: IVSRealTimeClient): Promise<string[]> {
  const found = await sdk.config.credentials().catch(() => undefined);
  return [found?.secretAccessKey ?? "", found?.sessionToken ?? ""];
}

async function createParticipantToken(
  sdk: IVSRealTimeClient,
  send: Send,
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
  const answer = await send((abortSignal) => sdk.send(command, { abortSignal }), context);
  const minted = readToken(answer, dateHeader, context.secrets);
  if (!minted) throw unreadableAnswer(answer.$metadata, context);
  return minted;
}

function readToken(
  answer: CreateParticipantTokenCommandOutput,
  dateHeader: string | undefined,
  secrets: readonly string[],
): MintedToken | undefined {
  const { token, participantId, expirationTime, ...echo } = answer.participantToken ?? {};
  if (typeof token !== "string" || token === "") return undefined;
  // It becomes the resource's ID, which stands in plain in state and in lines: nothing but an ID may get there.
  if (typeof participantId !== "string" || !/^[a-zA-Z0-9-_]{1,64}$/.test(participantId)) return undefined;
  if (participantId === token) return undefined;
  return {
    token,
    participantId,
    expirationTime: validDate(expirationTime),
    date: validDate(dateHeader === undefined ? undefined : new Date(dateHeader)),
    requestId: properRequestId(answer.$metadata.requestId, [...secrets, token]),
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
