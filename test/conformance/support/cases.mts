import { readFileSync } from "node:fs";
import { publicPem } from "../../support/signed.mts";
import { onAws, type Target } from "./target.mts";

/** One row of `cases.json`: a request and what any client has to get for it. */
export interface Case {
  readonly name: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  /** The same request as arguments of the AWS CLI. */
  readonly cli?: readonly string[];
  readonly region?: string;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly error?: string;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  readonly matches?: Readonly<Record<string, string>>;
  /** It makes a stage or a public key that has to be deleted. */
  readonly creates?: boolean;
  /** Why the answer of AWS isn't known. Against AWS such a case is shown and doesn't fail. */
  readonly unknown?: string;
}

export const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../cases.json", import.meta.url), "utf8"),
);

/** What tells a case from every other. */
export function caseKey({ operation, name }: Case): string {
  return `${operation} ${name}`;
}

/** Why it doesn't matter if a case fails; false if it does. */
export function todo({ unknown }: Case): string | false {
  return onAws && unknown !== undefined && unknown;
}

/** Why a case can't be sent to where the cases go; false if it can. */
export function skipped({ input }: Case): string | false {
  const text = JSON.stringify(input);
  if (!onAws) return false;
  if (/\$(joinedParticipantId|activeSessionId)/.test(text))
    return "AWS needs a real client to join a stage, and there is none here";
  if (/\$(ownPublicKeyArn|publicKeyMaterial)/.test(text))
    return "AWS keeps three public keys a region, and they may all be taken";
  return false;
}

/** Puts ARNs, IDs, keys and long texts where the table has a name for them. Each but `$stageArn` is new. */
export async function filled<T>(value: T, target: Target, stageArn: string): Promise<T> {
  let text = JSON.stringify(value);
  // In this order: who joins makes the session active.
  const made: [name: string, make: () => string | Promise<string>][] = [
    ["$ownStageArn", () => target.stage()],
    ["$ownPublicKeyArn", () => target.publicKey()],
    ["$publicKeyMaterial", () => JSON.stringify(publicPem()).slice(1, -1)],
    ["$joinedParticipantId", () => target.joined(stageArn)],
    ["$activeSessionId", () => target.session(stageArn)],
  ];
  for (const [name, make] of made) if (text.includes(name)) text = text.replaceAll(name, await make());
  text = text.replaceAll("$stageArn", stageArn).replaceAll("$missingStageArn", missing(stageArn));
  return JSON.parse(
    text.replaceAll(/\$repeat:(.+?):(\d+)/gu, (_, part, count) => part.repeat(Number(count))),
  );
}

function missing(stageArn: string): string {
  return stageArn.replace(/\/.*/, "/conformanceNone");
}

/** Every case that can be sent, with what it needs on a stage that no other client has. */
export async function filledCases(service: Target): Promise<Case[]> {
  const stageArn = await service.stage();
  const all: Case[] = [];
  for (const one of cases.filter((one) => !skipped(one)))
    all.push({ ...one, input: await filled(one.input, service, stageArn) });
  return all;
}

/** Members whose values are new in every answer. */
const volatile = new Set([
  "arn",
  "expirationTime",
  "fingerprint",
  "firstJoinTime",
  "nextToken",
  "participantId",
  "publicKeyMaterial",
  "token",
]);

/** A body with nothing left in it that differs between two requests of one kind, but that it is there. */
export function stable(body: unknown): unknown {
  // Texts of errors quote ARNs.
  const text = JSON.stringify(body).replaceAll(/:stage\/[a-zA-Z0-9]{12}\b/g, ":stage/ID");
  return JSON.parse(text, (key, value) => (volatile.has(key) ? typeof value : value));
}
