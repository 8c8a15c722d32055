import { hostOf, isLoopback } from "../values/hosts.js";
import { parseStageArn } from "../values/service.js";
import { formatSpan } from "../values/time.js";
import { IvsError, type IvsErrorFacts, type IvsErrorKind, isOnTheWay, type Place } from "./ivsError.js";

/** The sentence for a failed call: what it means for this stage, what to do, and the service's message. */
export function explain(error: unknown, stageArn: string): string {
  if (!(error instanceof IvsError)) return error instanceof Error ? error.message : "an unknown error";
  const { facts } = error;
  const stage = parseStageArn(stageArn);
  const region = stage?.region ?? facts.region;
  const context = { ...facts, stageArn, region, signedFor: facts.region, account: stage?.account };
  const sentence = advice[error.kind](context);
  return `${sentence}${lostToken(facts, sentence.endsWith("?") ? " " : ". ")}${evidence(facts)}`;
}

/** `region` is the stage's; `signedFor` can differ from it where an endpoint is set. */
type Context = IvsErrorFacts & { stageArn: string; signedFor: string; account: string | undefined };

const advice: Record<IvsErrorKind, (context: Context) => string> = {
  notFound: ({ stageArn, account, region, signedFor }) =>
    `the stage ${stageArn} was not found in account ${account}, region ${signedFor}: check the ARN, that the stage ` +
    "still exists, and that the credentials belong to that account" +
    (signedFor === region ? "" : `; the stage is in ${region}, but ivs-realtime:region says ${signedFor}`),
  accessDenied: ({ operation, stageArn }) =>
    `these credentials may not call ${operation} on ${stageArn}: allow the IAM action ivs:${operation} on that resource`,
  pendingVerification: () =>
    "the AWS account is pending verification and can't be used yet: wait for AWS to verify it, or contact AWS Support",
  quota: ({ account, region }) =>
    `a service quota of account ${account} in ${region} is used up: delete what isn't needed any more, or ask for more in ` +
    "Service Quotas, Amazon IVS Real-Time, where the quota can be raised",
  throttled: ({ account, region, operation, sts }) =>
    sts !== undefined
      ? `${sts}, asked for credentials, gets more calls than it takes: run pulumi up again`
      : `account ${account} makes more calls of ${operation} in ${region} than its quota allows a second: run pulumi up ` +
        "again, and where others mint in that account too, leave them room with a lower ivs-realtime:createsPerSecond",
  invalid: ({ operation, message }) =>
    `the service found the input of ${operation} invalid: correct what its message names${maskedNote(message)}`,
  noCredentials: (context) =>
    `no usable AWS credentials were found (tried: ${context.identity}): ${remedy(context)}`,
  refusedCredentials: ({ identity }) =>
    `the service refused these AWS credentials (${identity}) or the signature made with them: check that they are complete, ` +
    "belong together and have not expired (with SSO run `aws sso login`)",
  unsigned: () => "the service refuses unsigned requests: remove ivs-realtime:skipSigning",
  clockSkew: (context) =>
    `${whoOf(context)} refused the request's time: correct this machine's clock, as a signature is valid for minutes; if ` +
    "it is right, the clock of what answered is wrong",
  unreachable: (context) => {
    const { endpoint, proxy } = context;
    const what = `${whereOf(context)} could not be reached`;
    if (isLocal(endpoint))
      return `${what}: is the emulator running there, with or without --tls as the URL has it? (npx ivs-realtime-emulator)`;
    const hint = endpoint ? "the endpoint is right" : "IVS Real-Time is offered in that region";
    const checks = proxy ? "the proxy" : `the network and firewall, and that ${hint}`;
    return `${what}: check ${checks}`;
  },
  untrusted: (context) => `the certificate of ${whereOf(context)} ${distrust(context)}`,
  silent: (context) =>
    context.status !== undefined
      ? `${whereOf(context)} answered that the request did not come in time: check the network and the proxy on the way there, and ` +
        "run it again"
      : `${whereOf(context)} did not answer in time: connecting may take ${upTo(context.limits.connectTimeout)} (ivs-realtime:connectTimeout), ` +
        `and a connection may be silent for ${upTo(context.limits.readTimeout)} (ivs-realtime:readTimeout)`,
  tooSlow: (context) =>
    `no whole answer to ${context.operation} came within the ${formatSpan(context.limits.totalTimeout)} that a call may take (ivs-realtime:totalTimeout): check the ` +
    "network, the proxy, and the source of the credentials (a credential_process, SSO) for something that waits",
  unreadable: ({ operation, mayBeLost }) =>
    `the answer to ${operation} could not be read: is a proxy, or something other than IVS Real-Time, answering there?` +
    (mayBeLost ? "" : " Run it again"),
  proxyLogin: ({ proxy }) =>
    `the proxy${proxy === undefined ? "" : ` ${proxy}`} wants credentials, or refuses those that it got: write them into the URL in ` +
    "ivs-realtime:httpsProxy or HTTPS_PROXY (for http endpoints ivs-realtime:httpProxy or HTTP_PROXY), as in " +
    "http://USER:PASSWORD@HOST:PORT",
  proxyRefused: (context) =>
    `${whereOf(context)} could not be reached, as that proxy refuses to connect to it: let it through there, or name the ` +
    "host in ivs-realtime:noProxy or NO_PROXY if it can be reached without",
  noService: ({ operation, sts, endpoint, endpointFrom, region }) =>
    sts !== undefined
      ? `${sts} says that it doesn't implement what was asked for, so it isn't STS: correct that setting, or remove it`
      : endpoint === undefined
        ? `the IVS Real-Time endpoint of ${region} says that it doesn't implement ${operation}: check that IVS Real-Time is offered in that region`
        : `${endpoint} (${endpointFrom}) says that it doesn't implement ${operation}, so it isn't IVS Real-Time: correct that setting, ` +
          "or remove it (an emulator that implements it is started by npx ivs-realtime-emulator)",
  serviceFault: (context) =>
    `${whoOf(context)} failed on its side: run it again later; status.aws.amazon.com may say more`,
  other: ({ operation, requestId }) =>
    `${operation} failed in an unknown way: try again, and if it fails again, ` +
    (requestId ? "ask AWS Support with the request ID" : "look at this machine and its network"),
};

/** Why a certificate is refused. A clock that is far off is refused here, before any signature. */
function distrust({ name }: IvsErrorFacts): string {
  const clock = "by this machine's clock: set the clock right, or where it is right,";
  if (name === "CERT_NOT_YET_VALID") return `is not valid yet ${clock} wait until the certificate is`;
  if (name === "CERT_HAS_EXPIRED") return `is no longer valid ${clock} renew the certificate`;
  return (
    "is not trusted: if a company's proxy or an emulator has its own, name its CA in ivs-realtime:customCaBundle or " +
    "AWS_CA_BUNDLE (NODE_TLS_REJECT_UNAUTHORIZED has no effect)"
  );
}

/** What is masked may be the very name that the message is about, where an attribute is called so. */
function maskedNote(message: string | undefined): string {
  if (!message?.includes("[masked]")) return "";
  return ", where [masked] is the userId, or an attribute's name or value";
}

/** A warning if the service may have minted in an attempt that failed: without an answer, or with one that can't be read. */
function lostToken({ operation, mayBeLost }: IvsErrorFacts, before: string): string {
  if (operation !== "CreateParticipantToken" || !mayBeLost) return "";
  return `${before}If a token was minted it is lost: it can't be retrieved, and it expires; run pulumi up again`;
}

function whoOf({ sts }: IvsErrorFacts): string {
  return sts === undefined ? "the service" : `${sts}, asked for credentials,`;
}

/** What was called, and the setting that named it. */
export function whereOf({ endpoint, endpointFrom, proxy, region }: Place): string {
  const where = endpoint ? `${endpoint} (${endpointFrom})` : `the IVS Real-Time endpoint of ${region}`;
  return proxy === undefined ? where : `${where}, through the proxy ${proxy},`;
}

/** What to do about missing credentials, by what was tried. */
function remedy(context: Context): string {
  const { isNamed, endpoint, message = "", cause } = context;
  if (cause === "untrusted") return `the certificate of what gives them ${distrust(context)}`;
  if (isOnTheWay(cause))
    return "what gives them could not be asked: run it again later, and check network, firewall and proxy on the way there";
  // `resolveAssumeRoleCredentials` of @aws-sdk/credential-provider-ini 3.973.
  if (/requires multi-factor/.test(message))
    return (
      "nobody can be asked for the code of its mfa_serial here: get credentials by hand (aws sts get-session-token or " +
      "aws sts assume-role, with --serial-number and --token-code) and set them as the AWS_ACCESS_KEY_ID pair with " +
      "AWS_SESSION_TOKEN, or name a profile with SSO, or a role that needs no code"
    );
  if (isNamed)
    return (
      "check them: with SSO run `aws sso login` for that profile, and a role's trust policy has to let these " +
      "credentials call sts:AssumeRole"
    );
  const pair = isLocal(endpoint) ? "; the emulator's pair is test and test" : "";
  return (
    "set aws:profile, or aws:accessKey and aws:secretKey, in the stack's config, or AWS_PROFILE or the AWS_ACCESS_KEY_ID " +
    `pair in the environment${pair}`
  );
}

function upTo(seconds: number): string {
  return seconds === 0 ? "any time" : formatSpan(seconds);
}

function isLocal(endpoint: string | undefined): boolean {
  return endpoint !== undefined && isLoopback(hostOf(endpoint));
}

function evidence({ name, message, requestId, status, attempts, seconds = 0 }: IvsErrorFacts): string {
  const said = message ? `${name}: ${message}` : name;
  const details = [
    status === undefined ? undefined : `HTTP ${status}`,
    attempts !== undefined && attempts > 1
      ? `${attempts} attempts in ${seconds < 1 ? "under 1 s" : formatSpan(seconds)}`
      : undefined,
    requestId === undefined ? undefined : `request ID ${requestId}`,
  ].filter((detail) => detail !== undefined);
  return ` [${[said, ...details].join("; ")}]`;
}
