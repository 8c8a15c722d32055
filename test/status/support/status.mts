import assert from "node:assert/strict";
import { join } from "node:path";
import { bounded, type Ended } from "../../support/processes.mts";
import { secretText } from "./exportOf.mts";

const root = join(import.meta.dirname, "..", "..", "..");
export const cli = join(root, "dist", "cli", "main.js");
export const frozenTime = join(root, "test", "support", "frozenTime.cjs");

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
  const all = { PATH, HOME, NODE_OPTIONS: `--require ${frozenTime}`, FROZEN_TIME: now, ...env };
  return bounded(process.execPath, [cli, "status", ...args], {
    env: all,
    input,
    ...(cwd !== undefined && { cwd }),
  });
}
