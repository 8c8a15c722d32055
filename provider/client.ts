import {
  CreateParticipantTokenCommand,
  type CreateParticipantTokenCommandInput,
  type CreateParticipantTokenCommandOutput,
  DisconnectParticipantCommand,
  type DisconnectParticipantCommandInput,
  GetStageCommand,
  IVSRealTimeClient,
} from "@aws-sdk/client-ivs-realtime";
import type { Capability } from "./args.js";
import { callFailure, unreadableAnswer } from "./callFailure.js";
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
  const { region, ...optional } = settings;
  const sdk = new IVSRealTimeClient({
    region,
    ...optional,
    // So that a token leads to its CloudTrail record, and the record to this package.
    customUserAgent: [["pulumi-ivs-realtime", packageVersion()]],
    requestHandler: { connectionTimeout: patienceMs, socketTimeout: patienceMs },
  });
  return {
    createParticipantToken: (request) => createParticipantToken(sdk, settings, request),
    getStage: (arn) => getStage(sdk, settings, arn),
    disconnectParticipant: (request) => disconnectParticipant(sdk, settings, request),
  };
}

async function createParticipantToken(
  sdk: IVSRealTimeClient,
  settings: Settings,
  request: TokenRequest,
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
  const context = { operation: "CreateParticipantToken", settings, secrets: textsOf(request) };
  const answer = await sdk.send(command).catch((error: unknown) => {
    throw callFailure(error, context);
  });
  const minted = readToken(answer, dateHeader);
  if (!minted) throw unreadableAnswer(answer.$metadata, context);
  return minted;
}

function readToken(
  answer: CreateParticipantTokenCommandOutput,
  dateHeader: string | undefined,
): MintedToken | undefined {
  const { token, participantId, expirationTime, ...echo } = answer.participantToken ?? {};
  if (typeof token !== "string" || token === "" || !participantId) return undefined;
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

async function getStage(sdk: IVSRealTimeClient, settings: Settings, arn: string): Promise<void> {
  await sdk.send(new GetStageCommand({ arn })).catch((error: unknown) => {
    throw callFailure(error, { operation: "GetStage", settings, secrets: [] });
  });
}

async function disconnectParticipant(
  sdk: IVSRealTimeClient,
  settings: Settings,
  request: DisconnectParticipantCommandInput,
): Promise<void> {
  await sdk.send(new DisconnectParticipantCommand(request)).catch((error: unknown) => {
    throw callFailure(error, { operation: "DisconnectParticipant", settings, secrets: [] });
  });
}
