import assert from "node:assert/strict";
import { join } from "node:path";
import { frozenAt } from "../../support/environment.mts";
import { bounded, type Ended } from "../../support/processes.mts";
import { secretMark, stageArn, tokenType } from "../../support/wellKnown.mts";

const root = join(import.meta.dirname, "..", "..", "..");
export const cli = join(root, "dist", "cli", "main.js");

interface StatusOptions {
  /** The instant at which time stands still. */
  readonly now: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Runs `pulumi-ivs-realtime status - ARGS` on an export, and sees to it that no secret of it is printed. */
export async function statusOf(
  text: string,
  args: readonly string[],
  options: StatusOptions,
): Promise<Ended> {
  const ended = await runStatus(["-", ...args], options, text);
  assert.ok(!`${ended.stdout}${ended.stderr}`.includes(secretText), "a secret was printed");
  return ended;
}

/** Runs `pulumi-ivs-realtime status ARGS`. */
export function runStatus(
  args: readonly string[],
  { now, env = {}, cwd }: StatusOptions,
  input = "",
): Promise<Ended> {
  const { PATH, HOME } = process.env;
  const all = { PATH, HOME, ...frozenAt(now), ...env };
  return bounded(process.execPath, [cli, "status", ...args], {
    env: all,
    input,
    ...(cwd !== undefined && { cwd }),
  });
}

const text = "of a token or a secret input, and never to be seen";

/** A value as `pulumi stack export` prints a secret: encrypted, or in plain with --show-secrets. */
export const encrypted = {
  ...secretMark,
  ciphertext: `v1:${text}`,
};
export const shown = {
  ...secretMark,
  plaintext: `"${text}"`,
};
/** What stands in every secret above. */
export const secretText = text;

/** Properties as they stand in an export. */
export type Outputs = Readonly<Record<string, unknown>>;

/** A token in an export; minted on 2031-05-01T00:00:00Z for 12 h with a window of 2 h unless it is told otherwise. */
export function token(name: string, outputs: Outputs = {}, more: Outputs = {}): Outputs {
  const all = {
    token: encrypted,
    participantId: `participant-${name}`,
    stageArn,
    capabilities: ["PUBLISH", "SUBSCRIBE"],
    duration: 720,
    issuedTime: "2031-05-01T00:00:00Z",
    expirationTime: "2031-05-01T12:00:00Z",
    rotationTime: "2031-05-01T10:00:00Z",
    rotateBefore: 120,
    autoRotate: true,
    ...outputs,
  };
  return { urn: `urn:pulumi:prod::show::${tokenType}::${name}`, type: tokenType, outputs: all, ...more };
}

/** The text of an export with these resources beside the stack's own. */
export function exportOf(...resources: readonly Outputs[]): string {
  const stack = { urn: "urn:pulumi:prod::show::pulumi:pulumi:Stack::show-prod", type: "pulumi:pulumi:Stack" };
  const manifest = { time: "2031-05-01T06:00:00.123456789Z" };
  return JSON.stringify({ version: 3, deployment: { manifest, resources: [stack, ...resources] } });
}
