import { describeIdentity } from "../settings/identity.js";
import type { Settings } from "../settings/resolve.js";
import { proxyFor } from "../values/hosts.js";
import { mask, properRequestId } from "../values/redaction.js";
import type { callQuotas } from "../values/service.js";
import {
  IvsError,
  type IvsErrorFacts,
  type IvsErrorKind,
  serviceErrorKind,
  systemErrorKind,
} from "./ivsError.js";

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
  /** How the last attempt ended. */
  last?: string | undefined;
}

/** The parts of an AWS SDK error that are looked at; everything else in it may hold a secret. */
interface SdkError {
  name?: string;
  code?: string;
  message?: string;
  /** The member that the service puts its text in: with only that, the SDK's `message` is "UnknownError". */
  exceptionMessage?: string;
  /** Set on what the service answered, as opposed to what went wrong on the way. */
  $fault?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { statusCode?: number };
}

/**
 * Turns anything that the AWS SDK threw into an error that is safe to show.
 *
 * @param context.answered whether the error is an answer of the service that was called.
 */
export function callFailure(thrown: unknown, context: CallContext & { answered: boolean }): IvsError {
  const error = (thrown ?? {}) as SdkError;
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  const isServiceError = error.$fault !== undefined && error.name !== "Unknown";
  if (isServiceError && !context.answered) return otherServiceFailed(error, context);
  if (status === undefined) return lostOnTheWay(error, context);
  if (isServiceError && status >= 300) return refused(error, status, context);
  const found = { name: "unreadable answer", message: undefined, status, error };
  return new IvsError(
    isBeforeTheCall(context) ? "noCredentials" : kindByStatus(status),
    facts(context, found),
  );
}

/** No attempt of the call went out: it failed while credentials were looked for. */
function isBeforeTheCall({ attempts }: CallContext): boolean {
  return attempts === 0;
}

function refused(error: SdkError, status: number, context: CallContext): IvsError {
  const name = errorName(error.name, context);
  const message = serviceMessage(error, context);
  const kind = serviceErrorKind(name, message) ?? (status >= 500 ? "serviceFault" : "other");
  return new IvsError(kind, facts(context, { name, message, status, error }));
}

/** STS or SSO, asked for credentials: its AccessDenied or ResourceNotFoundException says nothing of the stage. */
function otherServiceFailed(error: SdkError, context: CallContext): IvsError {
  // It never saw what the call asks for: masking that would only garble the ARN of a role named like an attribute.
  const unasked = { ...context, asked: [] };
  const found = { name: errorName(error.name, unasked), message: serviceMessage(error, unasked) };
  return new IvsError("noCredentials", facts(context, { ...found, status: undefined, error }));
}

/** No answer came: no credentials, no connection, or a fault on this side. Its text may hold anything. */
function lostOnTheWay(error: SdkError, context: CallContext): IvsError {
  const code = typeof error.code === "string" ? error.code : error.name;
  const name = code !== undefined && /^\w{1,80}$/.test(code) ? code : "unknown error";
  const kind = systemErrorKind(name);
  const isOfCredentials = isBeforeTheCall(context) && kind !== "tooSlow";
  const said = kind === "tooSlow" ? lastAttempt(context) : credentialMessage(error.message);
  const message = said === undefined ? undefined : mask(said, [...context.used]);
  const found = { name, message, status: undefined, error };
  return new IvsError(isOfCredentials ? "noCredentials" : kind, facts(context, found));
}

function lastAttempt({ last }: CallContext): string | undefined {
  return last === undefined ? undefined : `the last attempt ended with ${last}`;
}

/** The kind by the status alone, for an answer that names no error, such as a proxy's page. */
function kindByStatus(status: number): IvsErrorKind {
  if (status === 429) return "throttled";
  return status >= 500 ? "serviceFault" : "unreadable";
}

/** The failure of an answer that arrived with success but lacks what was called for. */
export function unreadableAnswer(metadata: SdkError["$metadata"], context: CallContext): IvsError {
  const error: SdkError = { $metadata: metadata ?? {} };
  const status = metadata?.httpStatusCode;
  return new IvsError(
    "unreadable",
    facts(context, { name: "incomplete answer", message: undefined, status, error }),
  );
}

/** The name of an error, if it looks like one: a header may hold anything. */
function errorName(name: string | undefined, context: CallContext): string {
  if (name !== undefined && serviceErrorKind(name) !== undefined) return name;
  const isName = name !== undefined && /^[A-Z][A-Za-z0-9.]{1,80}$/.test(name);
  return isName && mask(name, secretsOf(context)) === name ? name : "an unnamed error";
}

function serviceMessage(error: SdkError, context: CallContext): string | undefined {
  const text = error.exceptionMessage ?? error.message;
  if (text === undefined || text === "" || text === "UnknownError") return undefined;
  return mask(text, secretsOf(context));
}

function secretsOf({ asked, used }: CallContext): string[] {
  return [...asked, ...used];
}

function facts(
  context: CallContext,
  found: Pick<IvsErrorFacts, "name" | "message" | "status"> & { error: SdkError },
): IvsErrorFacts {
  const { operation, settings, attempts, seconds } = context;
  const { error, ...others } = found;
  const requestId = properRequestId(error.$metadata?.requestId, secretsOf(context));
  const endpoint = settings.endpoint === undefined ? undefined : new URL(settings.endpoint).origin;
  const { region, endpointFrom, totalTimeout, readTimeout, connectTimeout } = settings;
  const proxy = proxyFor(endpoint ?? "https://amazonaws.com", settings);
  const limits = { totalTimeout, readTimeout, connectTimeout };
  const identity = describeIdentity(settings);
  const isNamed = "from" in settings.identity || settings.roles.length > 0;
  return {
    operation,
    region,
    identity,
    isNamed,
    endpoint,
    endpointFrom,
    proxy,
    ...others,
    requestId,
    attempts,
    seconds,
    limits,
  };
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
