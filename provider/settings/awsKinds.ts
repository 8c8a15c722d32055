import { isMap } from "../values/pulumiValues.js";
import { allProblems, describeValue } from "../values/redaction.js";
import type { AssumeRole, AssumeRoleWithWebIdentity, Endpoints } from "./awsSettings.js";
import {
  fromJson,
  type Kind,
  key,
  listOf,
  mapOfText,
  objectOf,
  type Reading,
  text,
  url,
  wholeNumber,
} from "./kinds.js";

/** An AWS account. `pulumi config set --path` makes a number of its digits. */
export const account: Kind<string> = {
  allowed: "an account of 12 digits",
  read(value) {
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && /^\d{12}$/.test(text)) return { value: text };
    return { problem: "isn't an account of 12 digits" };
  },
};

const counted = wholeNumber(1, 101);

/** Retries, from a number that counts the first try too. */
export const attempts: Kind<number> = {
  allowed: counted.allowed,
  read(value) {
    const reading = counted.read(value);
    return "value" in reading ? { value: reading.value - 1 } : reading;
  },
};

const anyUrl = url("http://127.0.0.1:4599 or https://host");

/** The URL of a service, without user name and password, which would appear in state and errors in plaintext. */
export const endpointUrl: Kind<string> = {
  allowed: anyUrl.allowed,
  read(value) {
    const reading = anyUrl.read(value);
    if ("problem" in reading) return reading;
    const { username, password } = new URL(reading.value);
    if (username === "" && password === "") return reading;
    return { problem: "holds a user name or a password, which no AWS service asks for: write it without" };
  },
};

const ours = ["ivsrealtime", "sts"] as const;

/** URLs by service. @pulumi/aws has hundreds, so other names are ignored, except other spellings of these two. */
export const endpointList: Kind<Endpoints> = {
  allowed: "a list of objects with ivsrealtime and sts, each a URL",
  read(given): Reading<Endpoints> {
    const parsed = fromJson(given, this.allowed);
    if ("problem" in parsed) return parsed;
    const { value } = parsed;
    const items = Array.isArray(value) ? value : [value];
    const wrong = items.find((item) => !isMap(item));
    if (wrong !== undefined) return { problem: `is ${describeValue(wrong)}: write ${this.allowed}` };
    const entries = items.flatMap((item) => Object.entries(item)).filter(([, one]) => one != null);
    const problems = entries.flatMap(([name, one]) => problemOf(name, one));
    if (problems.length > 0) return { problem: allProblems(problems) };
    return { value: Object.fromEntries(entries.filter(([name]) => ours.some((one) => one === name))) };
  },
};

function problemOf(name: string, value: unknown): string[] {
  const plain = name.toLowerCase().replace(/[^a-z]/g, "");
  if (plain === "ivsrealtime" && name !== plain) return ["has another spelling of ivsrealtime: write it so"];
  if (!ours.some((one) => one === name)) return [];
  const reading = endpointUrl.read(value);
  return "problem" in reading ? [`has an ${name} that ${reading.problem}`] : [];
}

/** The URL of STS alone, as in the environment. */
export const stsEndpoint: Kind<Endpoints> = {
  allowed: endpointUrl.allowed,
  read(value) {
    const reading = endpointUrl.read(value);
    return "value" in reading ? { value: { sts: reading.value } } : reading;
  },
};

const urlWithScheme = url("http://proxy.example:3128");

/** A proxy's URL. Without a scheme it is http, as for @pulumi/aws and curl: the environment often has it so. */
export const proxyUrl: Kind<string> = {
  allowed: urlWithScheme.allowed,
  read(value) {
    const isBare = typeof value === "string" && value !== "" && !value.includes("://");
    const reading = urlWithScheme.read(isBare ? `http://${value}` : value);
    return "problem" in reading || isEncoded(reading.value) ? reading : { problem: badLogin };
  },
};

const badLogin = "has a login that isn't percent-encoded: write % as %25, @ as %40, : as %3A";

function isEncoded(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    return decodeURIComponent(username + password) !== undefined;
  } catch {
    return false;
  }
}

/** An IAM policy, kept as its text. */
const policy: Kind<string> = {
  allowed: "an IAM policy in JSON",
  read(value) {
    const parsed = fromJson(value, "an IAM policy");
    if ("problem" in parsed) return parsed;
    if (typeof value === "string" && typeof parsed.value === "object") return { value };
    return { problem: "isn't an IAM policy in JSON" };
  },
};

const secondsPerUnit: Record<string, number> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};
// Go's form, which @pulumi/aws takes: "1h30m", "900s".
const pattern = /^(\d{1,9}(\.\d{1,9})?(h|ms|m|us|µs|ns|s)){1,6}$/;
const [least, most] = [900, 43_200];

/** How long a role's session lasts, in seconds. */
const sessionDuration: Kind<number> = {
  allowed: 'a time like "1h" or "1h30m", from 15m to 12h',
  read(value) {
    const seconds = typeof value === "string" && pattern.test(value) ? secondsOf(value) : Number.NaN;
    if (seconds >= least && seconds <= most) return { value: Math.round(seconds) };
    return { problem: `is ${describeValue(value)}: write a time like "1h" or "1h30m", from 15m to 12h` };
  },
};

function secondsOf(text: string): number {
  const parts = text.matchAll(/([\d.]+)(h|ms|m|us|µs|ns|s)/g);
  return [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (secondsPerUnit[unit ?? ""] ?? 0),
    0,
  );
}

/** A role with its session's duration in seconds. */
export type Role = Checked<AssumeRole>;
export type WebIdentityRole = Checked<AssumeRoleWithWebIdentity>;
type Checked<T> = Omit<T, "roleArn" | "duration"> & { roleArn: string; duration?: number };

// Patterns and lengths from the service model of STS (botocore `sts` 2011-06-15).
const roleArn = text(
  "a role's ARN like arn:aws:iam::123456789012:role/NAME",
  /^arn:[a-z-]+:iam::\d{12}:role\/[!-~]{1,512}$/,
);
const session = {
  roleArn,
  sessionName: text("2 to 64 of [A-Za-z0-9_=,.@-]", /^[\w+=,.@-]{2,64}$/),
  duration: sessionDuration,
  policy,
  policyArns: listOf("policies", text("a policy's ARN", /^arn:[a-z-]+:iam::(\d{12}|aws):policy\/[!-~]+$/)),
};

/** A chain of roles. */
export const roles = listOf(
  "roles",
  objectOf<Role>(
    "a role",
    {
      ...session,
      externalId: text("2 to 1224 of [A-Za-z0-9_=,.@:/-]", /^[\w+=,.@:/-]{2,1224}$/),
      tags: mapOfText,
      transitiveTagKeys: listOf("tag keys", text("text")),
      sourceIdentity: text("2 to 64 of [A-Za-z0-9_=,.@-]", /^[\w+=,.@-]{2,64}$/),
    },
    ["roleArn"],
  ),
);

/** A role by OIDC token. */
export const webIdentityRole = objectOf<WebIdentityRole>(
  "a role",
  { ...session, webIdentityToken: key, webIdentityTokenFile: text("a path") },
  ["roleArn"],
);

/** A role by OIDC token as EKS and others set it up. One of the two variables alone means something else. */
export function webIdentityFromEnv(env: Readonly<Record<string, string | undefined>>): unknown {
  const { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: webIdentityTokenFile } = env;
  if (!roleArn || !webIdentityTokenFile) return undefined;
  return { roleArn, webIdentityTokenFile, sessionName: env.AWS_ROLE_SESSION_NAME };
}
