import { shorten } from "../values/redaction.js";
import type { Role, WebIdentityRole } from "./awsKinds.js";
import { precedence, type Reader, type Source } from "./reader.js";
import { type Setting, type SettingName, settingsTable } from "./settingsTable.js";

/** Whose credentials are used, before any role is assumed. */
export type Identity =
  | { kind: "keys"; accessKeyId: string; secretAccessKey: string; sessionToken?: string; from: string }
  | { kind: "profile"; profile: string; from: string }
  | { kind: "webIdentity"; role: WebIdentityRole; from: string }
  /** The AWS SDK looks for them, in the profile that the environment names or in the default one. */
  | { kind: "chain"; profile?: string; from?: string }
  /** Requests aren't signed. */
  | { kind: "unsigned" };

/** The settings that say whose credentials to use. */
export const credentialNames = Object.entries<Setting>(settingsTable)
  .filter(([, { isCredential }]) => isCredential)
  .map(([name]) => name as SettingName);

type Level = Source["level"];

const keys = ["accessKey", "secretKey", "token"] as const;
const named = credentialNames.filter((name) => name !== "assumeRoles");

/**
 * Whose credentials are used, and the roles to assume with them. Credentials are one setting: the highest level that
 * names keys, a profile or a web identity wins whole. Roles named at a lower level were meant for other credentials, and
 * don't apply. Within a level keys win over a profile, as in @pulumi/aws.
 */
export function resolveIdentity(reader: Reader): { identity: Identity; roles: Role[] } {
  const skipSigning = reader.read("skipSigning");
  if (skipSigning?.value) return unsigned(skipSigning, reader);
  const level = precedence.find((one) => named.some((name) => reader.find(name, one)));
  const identity = level && identityAt(level, reader);
  const roles = reader.read("assumeRoles");
  const apply = roles && (!level || precedence.indexOf(roles.level) <= precedence.indexOf(level));
  return { identity: identity ?? { kind: "chain" }, roles: apply ? roles.value : [] };
}

function unsigned({ level, from }: Source, reader: Reader): ReturnType<typeof resolveIdentity> {
  const others = credentialNames.flatMap((name) => reader.find(name, level)?.from ?? []);
  if (others.length > 0) {
    reader.problem(
      `${from} contradicts ${others.join(" and ")}: unsigned requests use no credentials, so remove one`,
    );
  }
  return { identity: { kind: "unsigned" }, roles: [] };
}

function identityAt(level: Level, reader: Reader): Identity | undefined {
  const hasKeys = keys.some((name) => reader.find(name, level));
  const web = reader.find("assumeRoleWithWebIdentity", level);
  // In the environment, profile and web identity may be set by the platform for every process, so AWS's usual
  // precedence applies.
  if (web && level !== "environment") return webIdentityAlone(level, reader, web);
  if (hasKeys) return keysAt(level, reader);
  const profile = reader.read("profile", level);
  // A profile named only by the environment may hold settings but no credentials, so leave it to the SDK's chain.
  const kind = level === "environment" ? "chain" : "profile";
  if (profile) return { kind, profile: profile.value, from: profile.from };
  return web && webIdentity(level, reader);
}

function webIdentityAlone(level: Level, reader: Reader, { from }: Source): Identity | undefined {
  const others = [...keys, "profile" as const].flatMap((name) => reader.find(name, level)?.from ?? []);
  if (others.length === 0) return webIdentity(level, reader);
  reader.problem(
    `${from} contradicts ${others.join(" and ")}: both say whose credentials to use, so keep one`,
  );
  return undefined;
}

function webIdentity(level: Level, reader: Reader): Identity | undefined {
  const given = reader.read("assumeRoleWithWebIdentity", level);
  if (!given) return undefined;
  const { webIdentityToken, webIdentityTokenFile } = given.value;
  if ((webIdentityToken === undefined) !== (webIdentityTokenFile === undefined))
    return { kind: "webIdentity", role: given.value, from: given.from };
  reader.problem(`${given.from} needs either webIdentityToken or webIdentityTokenFile`);
  return undefined;
}

function keysAt(level: Level, reader: Reader): Identity | undefined {
  const [accessKey, secretKey, token] = keys.map((name) => reader.read(name, level));
  if (reader.find("accessKey", level) && reader.find("secretKey", level)) {
    if (!accessKey || !secretKey) return undefined;
    return {
      kind: "keys",
      accessKeyId: accessKey.value,
      secretAccessKey: secretKey.value,
      ...(token && { sessionToken: token.value }),
      from: accessKey.from,
    };
  }
  const set = keys.flatMap((name) => reader.find(name, level)?.from ?? []);
  const unset = (["accessKey", "secretKey"] as const).filter((name) => !reader.find(name, level));
  const missing = unset.map((name) => (level === "environment" ? settingsTable[name].env[0] : name));
  reader.problem(
    `${set.join(" and ")} ${set.length > 1 ? "are" : "is"} set without ${missing.join(" and ")}: set both keys there, or neither`,
  );
  return undefined;
}

/** Describes whose credentials are used and which setting says so. Holds no secret. */
export function describeIdentity({
  identity,
  roles,
  stsEndpoint,
}: {
  identity: Identity;
  roles: Role[];
  stsEndpoint?: string | undefined;
}): string {
  const chain = roles.map(({ roleArn }) => roleArn).join(", then ");
  const role = chain === "" ? "" : `, and the role ${chain}`;
  return `${base(identity)}${role}${stsEndpoint === undefined ? "" : ` by STS at ${new URL(stsEndpoint).origin}`}`;
}

function base(identity: Identity): string {
  switch (identity.kind) {
    case "keys":
      return `the keys of ${identity.from}${identity.sessionToken === undefined ? "" : ", with a session token"}`;
    case "webIdentity":
      return `the web identity of ${identity.from}${tokenFile(identity.role)}`;
    case "unsigned":
      return "none (skipSigning)";
    default:
      return identity.profile === undefined
        ? "those that the AWS SDK finds by itself"
        : `the profile "${shorten(identity.profile)}" of ${identity.from}`;
  }
}

function tokenFile({ webIdentityTokenFile }: WebIdentityRole): string {
  return webIdentityTokenFile === undefined ? "" : ` with the token in ${webIdentityTokenFile}`;
}
