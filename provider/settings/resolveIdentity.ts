import { credentialNames } from "./credentialNames.js";
import type { Identity } from "./identity.js";
import type { Role } from "./kinds/roles.js";
import { levels, type Place } from "./place.js";
import type { Reader } from "./reader.js";
import { settingsTable } from "./settingsTable.js";

type Level = Place["level"];

const keys = ["accessKey", "secretKey", "token"] as const;
const named = credentialNames.filter((name) => name !== "assumeRoles");

/**
 * Whose credentials are used, and the roles to assume with them. Credentials are one setting: the nearest level that
 * names keys, a profile or a web identity wins whole. Roles that are named further out were meant for other
 * credentials, and don't apply. Within a level keys win over a profile, as in @pulumi/aws.
 */
export function resolveIdentity(reader: Reader): { identity: Identity; roles: Role[] } {
  const skipSigning = reader.read("skipSigning");
  if (skipSigning?.value) return unsigned(skipSigning, reader);
  const level = levels.find((one) => named.some((name) => reader.find(name, one)));
  const identity = level && identityAt(level, reader);
  const roles = reader.read("assumeRoles");
  const apply = roles && (!level || levels.indexOf(roles.level) <= levels.indexOf(level));
  return { identity: identity ?? { kind: "chain" }, roles: apply ? roles.value : [] };
}

function unsigned({ level, from }: Place, reader: Reader): ReturnType<typeof resolveIdentity> {
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
  // In an environment the platform may have set the latter two for everybody: there the usual order of AWS holds.
  if (web && level !== "environment") return webIdentityAlone(level, reader, web);
  if (hasKeys) return keysAt(level, reader);
  const profile = reader.read("profile", level);
  // One that holds no credentials of its own may be meant for its other settings where the environment names it.
  const kind = level === "environment" ? "chain" : "profile";
  if (profile) return { kind, profile: profile.value, from: profile.from };
  return web && webIdentity(level, reader);
}

function webIdentityAlone(level: Level, reader: Reader, { from }: Place): Identity | undefined {
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
    `${set.join(" and ")} ${set.length > 1 ? "stand" : "stands"} without ${missing.join(" and ")}: set both keys there, or neither`,
  );
  return undefined;
}
