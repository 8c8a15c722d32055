import {
  CreateParticipantTokenCommand,
  type CreateParticipantTokenCommandInput,
  type CreateParticipantTokenCommandOutput,
  DisconnectParticipantCommand,
  GetStageCommand,
  IVSRealTimeClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from "@aws-sdk/client-ivs-realtime";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { type CallContext, unreadableAnswer } from "../failures/fromSdk.js";
import { describeIdentity } from "../settings/identity.js";
import { type Settings, settingsSecrets } from "../settings/resolve.js";
import type { TokenRequest } from "../token/inputs.js";
import { properRequestId } from "../values/redaction.js";
import { systemTiming, type Timing } from "../values/time.js";
import { packageVersion } from "../values/version.js";
import { credentialsOf } from "./credentials.js";
import { collectBody, httpHandler } from "./http.js";
import { assertProxyAgents, assertRetries } from "./internals.js";
import type { IvsClient, MintedToken } from "./ivsClient.js";
import { attemptsByTime, monotonicRateLimiter, retryStrategy } from "./retries.js";
import { type Answer, type Log, type SdkCommand, sender } from "./send.js";
import { signingTime } from "./signingTime.js";

/**
 * A client for one set of settings. No call is made and no credential is looked for yet.
 *
 * @throws Error that names the setting, where a file that it names can't be used.
 */
export async function connectClient(
  settings: Settings,
  log: Log,
  timing: Timing = systemTiming,
): Promise<IvsClient> {
  await assertRetries();
  if (settings.httpProxy ?? settings.httpsProxy) await assertProxyAgents();
  const requestHandler = await httpHandler(settings);
  if (settings.debug) log("debug", `calls to ${settings.region} with ${describeIdentity(settings)}`);
  const used = new Set(settingsSecrets(settings));
  const credentials = credentialsOf(
    settings,
    requestHandler,
    (secret) => void (secret && used.add(secret)),
    timing,
  );
  // The SDK's adaptive mode is its standard mode with this limiter.
  const limiter = settings.retryMode === "adaptive" ? monotonicRateLimiter() : undefined;
  const retries = retryStrategy(settings, settings.endpoint, timing, limiter);
  const send = sender(connectSdk(settings, requestHandler, credentials, retries), log, timing, limiter);
  const call = <In extends ServiceInputTypes, Out extends ServiceOutputTypes>(
    operation: CallContext["operation"],
    command: SdkCommand<In, Out>,
    asked: readonly string[] = [],
    heard?: () => void,
  ) => send(command, { operation, settings, asked, used }, heard);
  return {
    async createParticipantToken(request, heard) {
      const command = new CreateParticipantTokenCommand(request as CreateParticipantTokenCommandInput);
      return readToken(await call("CreateParticipantToken", command, textsOf(request), heard));
    },
    async getStage(arn, { userId, attributes } = {}) {
      await call("GetStage", new GetStageCommand({ arn }), textsIn([userId, attributes]));
    },
    async disconnectParticipant(request, { userId, attributes } = {}) {
      const command = new DisconnectParticipantCommand(request);
      await call("DisconnectParticipant", command, textsIn([userId, attributes]));
    },
  };
}

function connectSdk(
  settings: Settings,
  requestHandler: NodeHttpHandler,
  credentials: AwsCredentialIdentityProvider,
  retries: ReturnType<typeof retryStrategy>,
): IVSRealTimeClient {
  const { region, endpoint, identity, useFipsEndpoint, useDualstackEndpoint } = settings;
  const sdk = new IVSRealTimeClient({
    region,
    useFipsEndpoint,
    useDualstackEndpoint,
    // For a header alone: without it the SDK looks for one in environment and files.
    maxAttempts: settings.maxAttempts ?? 0,
    requestHandler,
    streamCollector: collectBody,
    credentials,
    retryStrategy: retries,
    extensions: [signingTime],
    // Already resolved by the settings. By itself the SDK looks in the default profile, even if another one is active.
    ignoreConfiguredEndpointUrls: true,
    ...(endpoint !== undefined && { endpoint }),
    ...(identity.kind === "unsigned" && { signer: { sign: async <T>(request: T) => request } }),
    // So that a token leads to its CloudTrail record, and the record to this package.
    customUserAgent: [["pulumi-ivs-realtime", packageVersion()]],
  });
  sdk.middlewareStack.use(attemptsByTime(settings));
  return sdk;
}

/** The texts of a token request that may be secret: services quote input back in their messages. */
function textsOf({ stageArn: _, capabilities: __, ...others }: TokenRequest): string[] {
  return Object.values(others).flatMap(textsIn);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === "object" && value !== null ? Object.entries(value).flat().flatMap(textsIn) : [];
}

/**
 * The token in an answer.
 *
 * @throws IvsError if there is none that could be kept.
 */
function readToken({ output, date, context }: Answer<CreateParticipantTokenCommandOutput>): MintedToken {
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

/** It becomes the resource's ID, which is in plaintext in state and in messages: only an ID may get there. */
function isParticipantId(value: string, token: string): boolean {
  return /^[a-zA-Z0-9-_]{1,64}$/.test(value) && value !== token;
}

function validDate(date: Date | undefined): Date | undefined {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : undefined;
}
