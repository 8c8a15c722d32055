import { listed, shorten } from "../values/redaction.js";
import { parseStageArn } from "../values/service.js";
import type { Role } from "./awsKinds.js";
import { resolveEndpoints, resolveProxies } from "./endpoints.js";
import { type Identity, resolveIdentity } from "./identity.js";
import { unknownNames, unreadNames } from "./names.js";
import { type Given, Reader, type SettingsSources, type Source } from "./reader.js";

/** Files, and the setting that named them. */
export interface NamedFiles {
  paths: string[];
  from: string;
  /** Whether they have to exist. The AWS SDK and CLI treat a missing file that only the environment names as empty. */
  required: boolean;
}

/** The resolved settings: where calls go, and as whom. */
export interface Settings {
  /** The stage's account. */
  account: string;
  region: string;
  endpoint?: string | undefined;
  /** The setting that named the endpoint. */
  endpointFrom?: string | undefined;
  stsEndpoint?: string | undefined;
  /** The setting that named it. */
  stsEndpointFrom?: string | undefined;
  identity: Identity;
  /** The roles to assume, one after the other. */
  roles: Role[];
  /** The profile whose section of the shared config files counts. */
  activeProfile: string;
  sharedConfigFiles?: NamedFiles | undefined;
  sharedCredentialsFiles?: NamedFiles | undefined;
  insecure: boolean;
  customCaBundle?: { path: string; from: string } | undefined;
  httpProxy?: string | undefined;
  httpsProxy?: string | undefined;
  noProxy?: string | undefined;
  /** How often a call is tried, where a setting says it: otherwise time ends that. */
  maxAttempts?: number | undefined;
  retryMode: "standard" | "adaptive";
  useFipsEndpoint: boolean;
  useDualstackEndpoint: boolean;
  /** Seconds, 0 for no limit. */
  readTimeout: number;
  connectTimeout: number;
  /** Seconds. */
  totalTimeout: number;
  createsPerSecond: number;
  debug: boolean;
}

/** The settings resolved for a stage. */
export interface Resolution {
  settings: Settings;
  /** What is wrong with them, whoever asks: each a sentence with the setting, where it is set, and what is allowed. */
  problems: string[];
  /** The same, with what is wrong in the environment: that fails a call, and is a warning before. */
  callProblems: string[];
  /** What is dangerous about them, or would fail a call. */
  warnings: string[];
}

/**
 * The one place where settings are resolved. Pure; never throws.
 *
 * @param stageArn empty where it is not known yet: what depends on it is then left open.
 */
export function resolveSettings(stageArn: string, sources: SettingsSources): Resolution {
  const reader = new Reader(sources);
  for (const problem of unknownNames(sources)) reader.problem(problem);
  const { ivs, sts } = resolveEndpoints(reader);
  const { identity, roles } = resolveIdentity(reader);
  const insecure = reader.read("insecure");
  const customCaBundle = reader.read("customCaBundle");
  if (insecure?.value) refuseBundle(insecure, customCaBundle, reader);
  else refuseUnchecked(identity, sources.env, reader);
  const region = resolveRegion(stageArn, ivs !== undefined, reader);
  const called = { region, ivs: ivs?.value, sts: sts?.value, usesSts: usesSts(identity, roles) };
  const settings: Settings = {
    account: resolveAccount(stageArn, reader),
    region,
    endpoint: ivs?.value,
    endpointFrom: ivs?.from,
    stsEndpoint: sts?.value,
    stsEndpointFrom: sts?.from,
    identity,
    roles,
    activeProfile: reader.read("profile")?.value ?? "default",
    sharedConfigFiles: namedFiles(reader.read("sharedConfigFiles")),
    sharedCredentialsFiles: namedFiles(reader.read("sharedCredentialsFiles")),
    insecure: reader.value("insecure"),
    customCaBundle: customCaBundle && { path: customCaBundle.value, from: customCaBundle.from },
    ...resolveProxies(called, reader),
    maxAttempts: attempts(reader.read("maxRetries")),
    retryMode: reader.value("retryMode"),
    useFipsEndpoint: reader.value("useFipsEndpoint"),
    useDualstackEndpoint: reader.value("useDualstackEndpoint"),
    readTimeout: reader.value("readTimeout"),
    connectTimeout: reader.value("connectTimeout"),
    totalTimeout: reader.value("totalTimeout"),
    createsPerSecond: reader.value("createsPerSecond"),
    debug: reader.value("debug"),
  };
  if ("profile" in identity && sources.shared?.hasProfile === false) {
    reader.problem(
      `${identity.from} is "${shorten(identity.profile)}", a profile that no shared config or credentials file has`,
    );
  }
  const warnings = [...unreadNames(sources), ...(insecure?.value ? [insecureWarning(insecure.from)] : [])];
  return { settings, ...sorted(reader.problems, warnings) };
}

/** Problems by when they fail: at check, or at the call. */
function sorted(all: Reader["problems"], warnings: string[]): Omit<Resolution, "settings"> {
  const later = all.filter(({ isOfEnvironment }) => isOfEnvironment);
  return {
    problems: all.filter((one) => !later.includes(one)).map(({ text }) => text),
    callProblems: all.map(({ text }) => text),
    warnings: [
      ...warnings,
      ...later.map(({ text }) => `${text}. Until that is changed, calls for a token fail.`),
    ],
  };
}

function attempts(retries: Given<number> | undefined): number | undefined {
  return retries && retries.value + 1;
}

function refuseBundle(insecure: Source, bundle: Source | undefined, reader: Reader): void {
  if (bundle?.level !== insecure.level) return;
  reader.problem(
    `${insecure.from} contradicts ${bundle.from}: one turns the check of certificates off, the other says which CAs to trust`,
  );
}

/** A container's credentials are the one look-up whose TLS the AWS SDK leaves to Node. */
function refuseUnchecked({ kind }: Identity, env: SettingsSources["env"], reader: Reader): void {
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: first } = env;
  const isAsked = (kind === "chain" || kind === "profile") && !first && /^https:/i.test(uri ?? "");
  if (!isAsked || env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") return;
  reader.problem(
    "environment NODE_TLS_REJECT_UNAUTHORIZED is 0, so that the certificate of AWS_CONTAINER_CREDENTIALS_FULL_URI would " +
      "not be checked, which gives out credentials: unset it, or name the CA in NODE_EXTRA_CA_CERTS",
    { level: "environment" },
  );
}

/** Whether STS may be asked for credentials: a profile, and what the AWS SDK finds, may be a role. */
function usesSts({ kind }: Identity, roles: readonly Role[]): boolean {
  return (kind !== "keys" && kind !== "unsigned") || roles.length > 0;
}

function namedFiles(given: Given<string[]> | undefined): NamedFiles | undefined {
  return given && { paths: given.value, from: given.from, required: given.level !== "environment" };
}

function insecureWarning(from: string): string {
  return (
    `insecure is on (${from}): certificates aren't checked and plain http is accepted, so anyone on the ` +
    "network path to IVS Real-Time can read tokens and credentials."
  );
}

/** The stage's account, which the settings have to allow. */
function resolveAccount(stageArn: string, reader: Reader): string {
  const account = parseStageArn(stageArn)?.account;
  const [allowed, forbidden] = [reader.read("allowedAccountIds"), reader.read("forbiddenAccountIds")];
  const stage = `the stage ${stageArn} belongs to account ${account}, which`;
  if (allowed && forbidden) {
    reader.problem(
      `${forbidden.from} contradicts ${allowed.from}: what isn't allowed is forbidden, so keep one`,
    );
  }
  if (account === undefined) return "";
  if (allowed && !allowed.value.includes(account)) {
    reader.problem(`${stage} isn't among those of ${allowed.from} (${listed(allowed.value)})`);
  }
  if (forbidden?.value.includes(account)) reader.problem(`${stage} is forbidden by ${forbidden.from}`);
  return account;
}

/** The stage's ARN decides. `aws:region` never does: it is the region of the rest of the stack. */
function resolveRegion(stageArn: string, hasEndpoint: boolean, reader: Reader): string {
  const region = parseStageArn(stageArn)?.region;
  const explicit = reader.read("region");
  if (explicit === undefined || explicit.value === region) return region ?? "";
  if (hasEndpoint || region === undefined) return explicit.value;
  reader.problem(
    `${explicit.from} is "${explicit.value}", but the stage ${stageArn} is in ${region}, so calls would go where the ` +
      "stage is not: remove it (the ARN's region is used), or set an endpoint too",
  );
  return region;
}

/** Every text in the settings that may not be shown. */
export function settingsSecrets({ identity, roles, httpProxy, httpsProxy }: Settings): string[] {
  const keys =
    identity.kind === "keys"
      ? [identity.accessKeyId, identity.secretAccessKey, identity.sessionToken]
      : [identity.kind === "webIdentity" ? identity.role.webIdentityToken : undefined];
  const passwords = [httpProxy, httpsProxy].flatMap((url) => (url === undefined ? [] : password(url)));
  const assumed = identity.kind === "webIdentity" ? [identity.role, ...roles] : roles;
  return [...keys, ...assumed.flatMap(roleSecrets), ...passwords].filter((text) => text !== undefined);
}

/** All of a role that names no place and no session. */
function roleSecrets({ externalId, policy, sourceIdentity, tags = {} }: Partial<Role>) {
  return [externalId, policy, sourceIdentity, ...Object.values(tags)];
}

/** As the URL spells it, as it is meant, and as it goes to the proxy. */
function password(url: string): string[] {
  const { username, password } = new URL(url);
  const [user, plain] = [decodeURIComponent(username), decodeURIComponent(password)];
  if (user === "" && plain === "") return [];
  // A login without a password is a key by itself.
  const secret = plain === "" ? [username, user] : [password, plain];
  return [...secret, Buffer.from(`${user}:${plain}`).toString("base64")];
}
