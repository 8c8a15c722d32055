/**
 * `pulumi-ivs-realtime/testing`: mocks for unit tests of programs. At run time it needs neither Pulumi nor the AWS SDK.
 *
 * @module testing
 */

import type { runtime } from "@pulumi/pulumi";
import { type CheckedInputs, completeInputs, readInputs } from "./token/inputs.js";
import { withRotationTime } from "./token/rotation.js";
import { type TokenState, tokenType } from "./token/state.js";
import { asSecret, hasUnknown, isMap, secretKey, withoutNulls } from "./values/pulumiValues.js";
import { type Clock, formatIsoTime, systemClock } from "./values/time.js";
import { checkInputs, sentence } from "./verbs/check.js";

/** The type of `ParticipantToken` in mocks (`args.type`), URNs and state. */
export const participantTokenType = tokenType;

/** What {@link participantTokenMocks} can be given. */
export interface ParticipantTokenMocksOptions {
  /**
   * The time at which tokens are minted. Default: the machine's clock. With a fixed one, as
   * `() => new Date("2026-03-01T00:00:00Z")`, all outputs are the same in each run.
   */
  clock?: () => Date;
  /**
   * Whether this is a preview, in which no token is minted: hand over `pulumi.runtime.isDryRun`. Default: never.
   */
  isPreview?: () => boolean;
  /** Mocks of all other resources and calls. Default: outputs are the inputs, and the ID is the name. */
  others?: runtime.Mocks;
}

/**
 * Mocks for unit tests of a program, for `pulumi.runtime.setMocks`: each ParticipantToken gets the outputs that the engine
 * would give it. Inputs are checked and brought into their one form, defaults and times are filled in, by the same rules
 * as in an `up`; the token is a secret. Its text says that it is a mock (`mock.participant-token.NAME`), and no service
 * takes it. Nothing is called, and there is no engine: nothing rotates.
 *
 * Wrong inputs, misspelt names among them, are an error, as in a preview. It says what is wrong with all of them.
 * Settings are not checked.
 *
 * @example
 * ```ts
 * pulumi.runtime.setMocks(participantTokenMocks({ clock: () => new Date("2026-03-01T00:00:00Z") }));
 * ```
 */
export function participantTokenMocks(options: ParticipantTokenMocksOptions = {}): runtime.Mocks {
  const { clock = systemClock, isPreview = () => false, others = asDeclared } = options;
  return {
    newResource: (args) =>
      args.type === tokenType ? mockToken(args, clock, isPreview) : others.newResource(args),
    call: (args) => others.call(args),
  };
}

const asDeclared: runtime.Mocks = {
  newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
  call: ({ inputs }) => inputs,
};

function mockToken(
  { name, inputs: declared }: runtime.MockResourceArgs,
  clock: Clock,
  isPreview: () => boolean,
): runtime.MockResourceResult {
  // A test that calls the mocks itself may leave them out.
  const inputs = declared ?? {};
  const given = unwrapped(inputs) as Record<string, unknown>;
  assertRight(name, given);
  const secrets = Object.keys(inputs).filter((key) => hasSecret(inputs[key]));
  // Only in a preview an input may be unknown.
  if (isPreview() || hasUnknown(given)) {
    return { id: undefined, state: marked({ ...readInputs(given).inputs }, secrets) };
  }
  const state = mint(name, completeInputs(given), clock());
  return { id: state.participantId, state: marked(withoutNulls({ ...state }), ["token", ...secrets]) };
}

function assertRight(name: string, given: Record<string, unknown>): void {
  const reasons = checkInputs(given).failures.map(sentence);
  if (reasons.length > 0) throw new Error(`ParticipantToken "${name}": ${reasons.join("; ")}`);
}

function mint(name: string, { __resourceName, ...inputs }: CheckedInputs, now: Date): TokenState {
  const subject = name.replaceAll(/[^\w-]/g, "-");
  const minted = {
    ...inputs,
    token: `mock.participant-token.${subject}`,
    // The service's are up to 64 characters long.
    participantId: `mock-${subject}`.slice(0, 64),
    issuedTime: formatIsoTime(now),
    expirationTime: formatIsoTime(new Date(now.getTime() + inputs.duration * 60_000)),
    requestId: `mock-request-${subject}`,
  };
  return withRotationTime(minted);
}

/** A value of Pulumi's wire without its marks of secrets. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (!isMap(value)) return value;
  if (secretKey in value) return unwrapped(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unwrapped(member)]));
}

function hasSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return secretKey in value || Object.values(value).some(hasSecret);
}

/** With marks of secrets, as Pulumi's wire has them. */
function marked(state: Record<string, unknown>, secrets: readonly string[]): Record<string, unknown> {
  const found = secrets.filter((name) => state[name] !== undefined);
  return { ...state, ...Object.fromEntries(found.map((name) => [name, asSecret(state[name])])) };
}
