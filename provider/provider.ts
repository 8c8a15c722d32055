import { type StackConfig, settingsInForce } from "./connections.js";
import { holdsSecret } from "./settings/settingsTable.js";
import type { CheckedInputs } from "./token/inputs.js";
import { secretKey } from "./values/pulumiValues.js";
import { printable } from "./values/redaction.js";
import { systemClock } from "./values/time.js";
import { createLifecycle } from "./verbs/lifecycle.js";

type Props = Record<string, unknown>;

const settings = settingsInForce(say);

const lifecycle = createLifecycle({
  clock: systemClock,
  say,
  warn: settings.warn,
  settingsProblems: settings.problems,
  connect: settings.connect,
});

/** The engine shows what its provider prints, as it is and unmasked. */
function say(line: string): void {
  console.info(printable(line));
}

/** An error as the engine should show it: it prints the stack of what some verbs throw, which says nothing here. */
async function plainly<T>(verb: () => Promise<T>): Promise<T> {
  try {
    return await verb();
  } catch (error) {
    const plain = new Error(printable(error instanceof Error ? error.message : "unknown failure"));
    plain.name = "";
    plain.stack = "";
    throw plain;
  }
}

/**
 * A value marked as a secret by the provider itself. The host says that it accepts no secrets, so verbs get plain
 * values; what they answer goes through as it is. The signature is Pulumi's (`specialSecretSig` in its runtime/rpc).
 */
function secret(value: unknown): unknown {
  return { [secretKey]: "1b47061264138c4ac30d75fd1eb44270", value };
}

/**
 * The token as a secret: the resource's `additionalSecretOutputs` gets lost where a transformation returns options of
 * its own, and then the token would lie plain in state and output.
 */
function withSecretToken(outs: Props): Props {
  return typeof outs.token === "string" ? { ...outs, token: secret(outs.token) } : outs;
}

/** The settings as a secret where they hold one: a transformation that gives them comes after the constructor. */
function withSecretSettings(inputs: Props): Props {
  return holdsSecret(inputs.aws) ? { ...inputs, aws: secret(inputs.aws) } : inputs;
}

/**
 * Takes the stack's config. The host puts the provider into its cache before this returns, so a verb may run
 * at any await in here: there is none, and the config is only kept.
 */
export function configure({ config }: { config: StackConfig }): void {
  settings.configure(config);
}

/**
 * Checks the inputs. The engine prints the value of the property that a failure names, secrets unwrapped
 * (observed with CLI 3.259: `property userId value {&{{…}}} has a problem`), so the failures name none to it and
 * carry the name in their sentence.
 */
export async function check(_olds: Props, news: Props) {
  const { inputs, failures } = lifecycle.check(news);
  const unnamed = failures.map(({ property, reason }) => ({
    property: "",
    reason: printable(`${property} ${reason}`.trimStart()),
  }));
  return { inputs: withSecretSettings(inputs), failures: unnamed };
}

/** Compares state, inputs and clock. */
export async function diff(_id: string, olds: Props, news: Props) {
  return lifecycle.diff(olds, news);
}

/** Mints a token. */
export async function create(inputs: Props) {
  const { id, outs } = await plainly(() => lifecycle.create(inputs as CheckedInputs));
  return { id, outs: withSecretToken(outs) };
}

/** Asks whether the token's stage is still there. A blank ID drops the resource from the state. */
export async function read(id: string, props: Props) {
  const kept = await plainly(() => lifecycle.read(props));
  return kept ? { id, props: withSecretToken(kept) } : { id: "", props: {} };
}

/** Takes over changed knobs. */
export async function update(_id: string, olds: Props, news: Props) {
  return { outs: withSecretToken(lifecycle.update(olds, news)) };
}

async function remove(id: string, props: Props): Promise<void> {
  await plainly(() => lifecycle.delete(id, props));
}

export { remove as delete };
