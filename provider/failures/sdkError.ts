import { mask } from "../values/redaction.js";
import { type IvsErrorKind, serviceErrorKind, systemErrorKind } from "./ivsError.js";

/** The parts of an AWS SDK error that are looked at; everything else in it may hold a secret. */
interface SdkError {
  name?: string;
  code?: string;
  syscall?: string;
  message?: string;
  /** The member that the service puts its text in: with only that, the SDK's `message` is "UnknownError". */
  exceptionMessage?: string;
  address?: string;
  /** The failures of the addresses that Node tried. */
  errors?: { address?: string }[];
  /** Set on what a service answered, as opposed to what went wrong on the way. */
  $fault?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; clockSkewCorrected?: boolean };
  $response?: { statusCode?: number };
}

/** What the AWS SDK threw, read once: whether to try again, and what to say, both go by this. */
export interface Failure {
  /** The service's name of the error; without an answer the code of the system, or the SDK's name. */
  readonly name: string | undefined;
  readonly message: string | undefined;
  /** Undefined where no whole answer came. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Whether a service answered with an error that has a name. */
  readonly isAnswer: boolean;
  /** Whether the request may have reached the service: not where no connection was made, nor a tunnel. */
  readonly wentOut: boolean;
  /** The address that no connection could be made to. */
  readonly address: string | undefined;
  /** Whether it was refused for its time, and another attempt is signed with another one: see client/signingTime.ts. */
  readonly clockSkewCorrected: boolean;
}

/** Longer texts are cut: nobody reads more of them, and they are masked, searched and shown. */
const longestText = 65_536;

export function readFailure(thrown: unknown): Failure {
  const error = (thrown ?? {}) as SdkError;
  const { $metadata = {}, $response, $fault, errors = [] } = error;
  const isAnswer = $fault !== undefined && error.name !== "Unknown";
  const code = typeof error.code === "string" ? error.code : error.name;
  const text = error.exceptionMessage ?? error.message;
  const said = typeof text === "string" && text !== "" && text !== "UnknownError" ? text : undefined;
  return {
    name: isAnswer ? error.name : code,
    message: said?.slice(0, longestText),
    status: !isAnswer && brokeOff(code) ? undefined : ($metadata.httpStatusCode ?? $response?.statusCode),
    requestId: $metadata.requestId,
    isAnswer,
    wentOut: isAnswer || !(error.syscall === "connect" || beforeSending.test(`${code}: ${said}`)),
    address: error.address ?? errors[0]?.address,
    clockSkewCorrected: $metadata.clockSkewCorrected === true,
  };
}

// Look-ups, connections, proxies' refusals and TLS, by Node's codes, and the SDK's words for a connection that wasn't made in
// time (`setConnectionTimeout` of @smithy/node-http-handler 4.14).
const beforeSending =
  /^(E(AI_|CONNREFUSED|NOTFOUND|HOST|NET|PROXY|PROTO)|ERR_(TLS|SSL)|UNABLE_TO_|\w*CERT)|did not establish a connection/;

/** The head of an answer had come, and its rest didn't: that is silence or a lost connection, whatever the head said. */
function brokeOff(code: string | undefined): boolean {
  return ["silent", "unreachable", "tooSlow"].includes(systemErrorKind(code ?? ""));
}

/**
 * The kind of an answer; undefined for one that only its status tells more of.
 *
 * @param isNamed whether a setting names the endpoint that answered.
 */
export function answerKind(
  { name = "", message = "", status }: Failure,
  isNamed: boolean,
): IvsErrorKind | undefined {
  // Only proxies answer so, whatever name is beside it.
  if (status === 407) return "proxyLogin";
  const isUnknown = isNamed && internal.test(name) && notSupported.test(message);
  if (status === 501 || notImplemented.test(name) || isUnknown) return "noService";
  return serviceErrorKind(name, message) ?? passingStatus[status ?? 0];
}

/** Load balancers and proxies answer so to a request that came too slowly, or too early: the next one may pass. */
const passingStatus: Record<number, IvsErrorKind> = { 408: "silent", 425: "serviceFault" };

const notImplemented = /^NotImplemented(Error|Exception)?$/;
/** So emulators of other services answer. A gateway's passing 5xx may say "not supported" of anything. */
const internal = /^Internal(Failure|Error|ServerError|ServerException)$/;
const notSupported =
  /(\bnot|n['’]t)( yet)?( been)?( yet)? (implemented|supported|support)\b|\bunsupported\b|\bNotImplemented(Error|Exception)\b/i;

/** The name of an error, if it looks like one: a header may hold anything. */
export function errorName(name: string | undefined, secrets: readonly string[]): string | undefined {
  if (name !== undefined && serviceErrorKind(name) !== undefined) return name;
  const isName = name !== undefined && /^[A-Z][A-Za-z0-9.]{1,80}$/.test(name);
  return isName && mask(name, secrets) === name ? name : undefined;
}
