import { describeIdentity } from "../settings/identity.js";
import type { Settings } from "../settings/resolve.js";
import { proxyFor } from "../values/hosts.js";
import { mask, properRequestId } from "../values/redaction.js";
import type { callQuotas } from "../values/service.js";
import { formatSpan } from "../values/time.js";
import { IvsError, type IvsErrorFacts, type IvsErrorKind, type Place, systemErrorKind } from "./ivsError.js";
import { answerKind, errorName, type Failure, readFailure } from "./sdkError.js";

/** Which call failed, with which settings, and the texts that must not be quoted. */
export interface CallContext {
  operation: keyof typeof callQuotas;
  settings: Settings;
  /** What the call asks for. */
  asked: readonly string[];
  /** Credentials and all else that is secret in and behind the settings. */
  used: ReadonlySet<string>;
  /** What was tried, once it was. */
  attempts?: number;
  seconds?: number;
  /** Whether the service may have carried an attempt out. */
  mayBeLost?: boolean;
  /** How the last attempt ended. */
  last?: string | undefined;
  /** What the attempts ended in, where the total time ended a call between them. */
  trouble?: IvsErrorKind | undefined;
}

/**
 * Turns anything that the AWS SDK threw into an error that is safe to show.
 *
 * @param context.answered whether the error is an answer of the service that was called.
 */
export function callFailure(thrown: unknown, context: CallContext & { answered: boolean }): IvsError {
  const failure = readFailure(thrown);
  const { status } = failure;
  const isOthers = failure.isAnswer ? !context.answered : status !== undefined && isBeforeTheCall(context);
  if (isOthers) return otherServiceFailed(failure, context);
  if (status === undefined) return lostOnTheWay(failure, context);
  if (failure.isAnswer && status >= 300) return refused(failure, context);
  const found = { name: "unreadable answer", message: undefined, status };
  return new IvsError(kindOf(failure, context.settings.endpoint), facts(context, found, failure.requestId));
}

/** No attempt of the call went out: it failed while credentials were looked for. */
function isBeforeTheCall({ attempts }: CallContext): boolean {
  return attempts === 0;
}

function refused(failure: Failure, context: CallContext): IvsError {
  const { status = 0, requestId } = failure;
  const found = { ...said(failure, context), status };
  return new IvsError(kindOf(failure, context.settings.endpoint), facts(context, found, requestId));
}

/** What a failed attempt of a call was, whether or not another follows. */
export function attemptFailure(
  thrown: unknown,
  { settings }: CallContext,
): { kind: IvsErrorKind; mayBeLost: boolean } {
  const failure = readFailure(thrown);
  const { status, wentOut } = failure;
  const kind = kindOf(failure, settings.endpoint);
  // A gateway that gave up waiting answers with a 5xx, and what is behind it may have done the work.
  const isFault = kind === "serviceFault" && status !== undefined && status >= 500;
  return { kind, mayBeLost: status === undefined ? wentOut : status < 300 || isFault };
}

/** @param endpoint of a setting. */
function kindOf(failure: Failure, endpoint: string | undefined): IvsErrorKind {
  const { status, name = "", isAnswer } = failure;
  if (status === undefined) return systemErrorKind(name);
  const kind = answerKind(failure, endpoint !== undefined);
  return kind ?? (isAnswer && status < 500 ? "other" : kindByStatus(status));
}

/** STS or SSO, asked for credentials: its AccessDenied or ResourceNotFoundException says nothing of the stage. */
function otherServiceFailed(failure: Failure, context: CallContext): IvsError {
  const { stsEndpoint, stsEndpointFrom } = context.settings;
  const kind = kindOf(failure, stsEndpoint);
  // It never saw what the call asks for: masking that would only garble the ARN of a role named like an attribute.
  const found = failure.isAnswer
    ? { ...said(failure, { ...context, asked: [] }), status: undefined }
    : { name: "unreadable answer", message: undefined, status: failure.status };
  const sts = stsEndpoint === undefined ? undefined : `${new URL(stsEndpoint).origin} (${stsEndpointFrom})`;
  const all = { ...facts(context, found, failure.requestId), sts: sts ?? "STS or SSO" };
  const isSaid =
    (failure.isAnswer && isTheirs.has(kind)) ||
    kind === "proxyLogin" ||
    (kind === "noService" && sts !== undefined);
  return isSaid ? new IvsError(kind, all) : new IvsError("noCredentials", { ...all, cause: kind });
}

/** What is said of others as it is of IVS Real-Time. */
const isTheirs = new Set<IvsErrorKind>(["throttled", "serviceFault", "clockSkew"]);

/** Name and text of an answer, without secrets. */
function said({ name, message }: Failure, context: CallContext): Pick<IvsErrorFacts, "name" | "message"> {
  const secrets = secretsOf(context);
  return {
    name: errorName(name, secrets) ?? "an unnamed error",
    message: message === undefined ? undefined : mask(message, secrets),
  };
}

/** No answer came: no credentials, no connection, or a fault on this side. Its text may hold anything. */
function lostOnTheWay(failure: Failure, context: CallContext): IvsError {
  const name = failure.name !== undefined && /^\w{1,80}$/.test(failure.name) ? failure.name : "unknown error";
  const kind = systemErrorKind(name);
  const isOfCredentials = isBeforeTheCall(context) && kind !== "tooSlow" && kind !== "proxyLogin";
  const words = kind === "tooSlow" ? lastAttempt(context) : credentialMessage(failure.message);
  const message = words === undefined ? undefined : mask(words, [...context.used]);
  const all = facts(context, { name, message, status: undefined }, failure.requestId);
  if (isOfCredentials) return new IvsError("noCredentials", { ...all, cause: kind });
  return new IvsError(kind === "tooSlow" ? (context.trouble ?? kind) : kind, all);
}

function lastAttempt({ last, trouble, settings }: CallContext): string | undefined {
  if (last === undefined) return undefined;
  const end = `, and ivs-realtime:totalTimeout ends tries after ${formatSpan(settings.totalTimeout)}`;
  return `the last attempt ended with ${last}${trouble === undefined ? "" : end}`;
}

/** The kind by the status alone, for an answer that names no error, such as a proxy's page. */
function kindByStatus(status: number): IvsErrorKind {
  if (status === 429) return "throttled";
  if (status === 407) return "proxyLogin";
  if (status === 501) return "noService";
  return status >= 500 ? "serviceFault" : "unreadable";
}

/** The failure of an answer that arrived with success but lacks what was called for. */
export function unreadableAnswer(
  { httpStatusCode: status, requestId }: { httpStatusCode?: number; requestId?: string },
  context: CallContext,
): IvsError {
  const found = { name: "incomplete answer", message: undefined, status };
  return new IvsError("unreadable", facts({ ...context, mayBeLost: true }, found, requestId));
}

function secretsOf({ asked, used }: CallContext): string[] {
  return [...asked, ...used];
}

function facts(
  context: CallContext,
  found: Pick<IvsErrorFacts, "name" | "message" | "status">,
  requestId: string | undefined,
): IvsErrorFacts {
  const { operation, settings, attempts, seconds, mayBeLost } = context;
  const { totalTimeout, readTimeout, connectTimeout } = settings;
  const limits = { totalTimeout, readTimeout, connectTimeout };
  const identity = describeIdentity(settings);
  const isNamed = "from" in settings.identity || settings.roles.length > 0;
  return {
    operation,
    ...placeOf(settings),
    identity,
    isNamed,
    ...found,
    requestId: properRequestId(requestId, secretsOf(context)),
    attempts,
    mayBeLost,
    seconds,
    limits,
  };
}

/** Where calls with these settings go. */
export function placeOf(settings: Settings): Place {
  const { region, endpointFrom } = settings;
  const endpoint = settings.endpoint === undefined ? undefined : new URL(settings.endpoint).origin;
  const proxy = proxyFor(endpoint ?? "https://amazonaws.com", settings);
  return { region, endpoint, endpointFrom, proxy };
}

// Messages that the AWS SDK's credential providers (3.1058) write themselves. Others of theirs may quote the output of a
// credential_process, or an answer that could not be parsed: those are not shown.
const own = [
  /^Could not (load credentials from any providers|resolve credentials using profile: )/,
  /^The SSO session (associated with this profile|token associated with profile=)/,
  /^Token is expired\./,
  /^Profile .{1,80} (could not be found|requires multi-factor|was not found|is not configured|did not return credentials|did not contain)/,
  /^Profile is configured with invalid SSO credentials\./,
  /^Profile '.{1,80}' (could not be found|is missing)/,
  /^Profile .{1,80} credential_process (returned expired credentials|did not return Version 1|returned invalid JSON)/,
  /^Sso session '.{1,80}' (could not be found|is missing)/,
  /^(Conflicting SSO (region|start_url)|Detected a cycle attempting to resolve credentials for profile)/,
  /^Unsupported credential source in profile /,
  /^Invalid response from STS\.assumeRole call with role /,
  /^EC2 Instance Metadata Service access disabled/,
];

/** The part of a credential provider's message that says what is missing and can't hold a secret. */
function credentialMessage(message: string | undefined): string | undefined {
  const [line = ""] = (message ?? "").split(/[\r\n]/, 1);
  return own.some((pattern) => pattern.test(line)) ? line.slice(0, 200) : undefined;
}
