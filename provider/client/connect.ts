import {
  CreateParticipantTokenCommand,
  type CreateParticipantTokenCommandInput,
  type CreateParticipantTokenCommandOutput,
  DisconnectParticipantCommand,
  GetStageCommand,
  IVSRealTimeClient,
} from "@aws-sdk/client-ivs-realtime";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { type CallContext, unreadableAnswer } from "../failures/fromSdk.js";
import { identityInWords } from "../settings/identity.js";
import { type Settings, settingsSecrets } from "../settings/resolve.js";
import { properRequestId } from "../values/redaction.js";
import { packageVersion } from "../values/version.js";
import { credentialsOf } from "./credentials.js";
import { httpHandler } from "./http.js";
import type { IvsClient, MintedToken, TokenRequest } from "./ivsClient.js";
import { retryStrategy } from "./retries.js";
import { type Answer, sender } from "./send.js";

/**
 * A client for one set of settings. No call is made and no credential is looked for yet.
 *
 * @param log gets the lines of the setting `debug`.
 * @throws Error that names the setting, where a file that it names can't be used.
 */
export async function connectClient(settings: Settings, log: (line: string) => void): Promise<IvsClient> {
  const requestHandler = await httpHandler(settings);
  if (settings.debug) log(`debug: calls to ${settings.region} with ${identityInWords(settings)}`);
  const used = new Set(settingsSecrets(settings));
  const credentials = credentialsOf(settings, requestHandler, (secret) => void (secret && used.add(secret)));
  const sdk = connectSdk(settings, requestHandler, credentials);
  const send = sender(settings, log);
  return {
    async createParticipantToken(request) {
      const command = new CreateParticipantTokenCommand(request as CreateParticipantTokenCommandInput);
      const asked = textsOf(request);
      const context = { operation: "CreateParticipantToken", settings, asked, used } as const;
      const call = (abortSignal: AbortSignal) => sdk.send(command, { abortSignal });
      return readToken(await send(command, call, context), context);
    },
    async getStage(arn) {
      const command = new GetStageCommand({ arn });
      const call = (abortSignal: AbortSignal) => sdk.send(command, { abortSignal });
      await send(command, call, { operation: "GetStage", settings, asked: [], used });
    },
    async disconnectParticipant(request) {
      const command = new DisconnectParticipantCommand(request);
      const call = (abortSignal: AbortSignal) => sdk.send(command, { abortSignal });
      await send(command, call, { operation: "DisconnectParticipant", settings, asked: [], used });
    },
  };
}

function connectSdk(
  settings: Settings,
  requestHandler: NodeHttpHandler,
  credentials: AwsCredentialIdentityProvider,
): IVSRealTimeClient {
  const { region, endpoint, identity, maxAttempts, useFipsEndpoint, useDualstackEndpoint } = settings;
  return new IVSRealTimeClient({
    region,
    useFipsEndpoint,
    useDualstackEndpoint,
    maxAttempts,
    requestHandler,
    credentials,
    retryStrategy: retryStrategy(settings),
    // The settings have said it. Left to itself the SDK looks in the default profile, whichever is the active one.
    ignoreConfiguredEndpointUrls: true,
    ...(endpoint !== undefined && { endpoint }),
    ...(identity.kind === "unsigned" && { signer: { sign: async <T>(request: T) => request } }),
    // So that a token leads to its CloudTrail record, and the record to this package.
    customUserAgent: [["pulumi-ivs-realtime", packageVersion()]],
  });
}

/** What a token request holds that may be secret: services quote input back in their messages. */
function textsOf({ userId, attributes = {} }: TokenRequest): string[] {
  return [userId ?? "", ...Object.entries(attributes).flat()];
}

/**
 * The token in an answer.
 *
 * @throws IvsError where there is none that could be kept.
 */
function readToken(
  { output, date }: Answer<CreateParticipantTokenCommandOutput>,
  context: CallContext,
): MintedToken {
  const { token, participantId, expirationTime, ...echo } = output.participantToken ?? {};
  if (
    !isText(token) ||
    !isText(participantId) ||
    !isParticipantId(participantId, token) ||
    context.used.has(participantId)
  )
    throw unreadableAnswer(output.$metadata, context);
  return {
    token,
    participantId,
    expirationTime: validDate(expirationTime),
    date: validDate(date === undefined ? undefined : new Date(date)),
    requestId: properRequestId(output.$metadata.requestId, [...context.asked, ...context.used, token]),
    echo: echo as MintedToken["echo"],
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** It becomes the resource's ID, which stands in plain in state and in lines: nothing but an ID may get there. */
function isParticipantId(value: string, token: string): boolean {
  return /^[a-zA-Z0-9-_]{1,64}$/.test(value) && value !== token;
}

function validDate(date: Date | undefined): Date | undefined {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : undefined;
}
