import type { Connections } from "./connections.js";
import { holdsSecret } from "./settings/settingsTable.js";
import { completeInputs, readInputs } from "./token/inputs.js";
import { readState, type StoredState } from "./token/state.js";
import { asSecret, isMap, withoutNulls } from "./values/pulumiValues.js";
import { printableMessage } from "./values/redaction.js";
import { type CheckFailure, check, sentence } from "./verbs/check.js";
import { create } from "./verbs/create.js";
import { deleteToken } from "./verbs/delete.js";
import { diff } from "./verbs/diff.js";
import type { Host } from "./verbs/host.js";
import { read } from "./verbs/read.js";
import { update } from "./verbs/update.js";

type Props = Record<string, unknown>;

/**
 * The verbs under Pulumi's contract for a dynamic provider: secrets are marked, errors plain, and what the engine
 * prints is free of control characters.
 */
export function createDynamicProvider(host: Host & Pick<Connections, "configure">) {
  return {
    /**
     * Takes the stack's config. Pulumi's host puts the provider into its cache before this returns, so a verb may run
     * at any await in here: there is none, and the config is only kept.
     */
    configure({ config }: { config: Parameters<Connections["configure"]>[0] }): void {
      host.configure(config);
    },

    /** Checks the inputs and their settings. */
    async check(_olds: Props, news: Props) {
      const { inputs, failures } = check(host, news);
      return { inputs: withSecretSettings({ ...inputs }), failures: failures.map(withoutProperty) };
    },

    /** Compares state, inputs and clock. */
    async diff(_id: string, olds: Props, news: Props) {
      return diff(host, readState(olds), readInputs(news).inputs);
    },

    /** Mints a token. */
    async create(inputs: Props) {
      const { id, outs } = await withPlainErrors(() => create(host, completeInputs(inputs)));
      return { id, outs: outputsOf(outs) };
    },

    /** Asks whether the token's stage still exists. A blank ID drops the resource from the state. */
    async read(id: string, props: Props) {
      const isKept = await withPlainErrors(() => read(host, readState(props)));
      return isKept ? { id, props: withSecretToken(props) } : { id: "", props: {} };
    },

    /** Takes over changes in place. */
    async update(_id: string, olds: Props, news: Props) {
      return { outs: outputsOf(update(readState(olds), readInputs(news).inputs)) };
    },

    /** Leaves the token to expire; disconnects its participant if the state says so. */
    async delete(id: string, props: Props): Promise<void> {
      await withPlainErrors(() => deleteToken(host, id, readState(props)));
    },
  };
}

/**
 * A failure that names no property to the engine, which prints the value of the property that a failure names, secrets
 * unwrapped (observed with CLI 3.259: `property userId value {&{{…}}} has a problem`). The sentence carries the name.
 */
function withoutProperty(failure: CheckFailure) {
  return { property: "", reason: printableMessage(sentence(failure)) };
}

/** An error as the engine should show it: it prints the stack of what some verbs throw, which says nothing here. */
async function withPlainErrors<T>(verb: () => Promise<T>): Promise<T> {
  try {
    return await verb();
  } catch (error) {
    const plain = new Error(printableMessage(error instanceof Error ? error.message : "unknown failure"));
    plain.name = "";
    plain.stack = "";
    throw plain;
  }
}

/** A state as the engine stores it: its wire can't carry undefined. */
function outputsOf(state: StoredState): Props {
  return withSecretToken(withoutNulls({ ...state }));
}

/**
 * The token as a secret: the resource's `additionalSecretOutputs` is lost if a transformation returns its own options,
 * and the token would then be in plaintext in state and output.
 */
function withSecretToken(outs: Props): Props {
  return typeof outs.token === "string" ? { ...outs, token: asSecret(outs.token) } : outs;
}

/** The settings as secrets if they hold one: a transformation that sets them comes after the constructor. */
function withSecretSettings(inputs: Props): Props {
  return holdsSecret(inputs.aws) ? { ...inputs, aws: withSecretMembers(inputs.aws) } : inputs;
}

/**
 * Every value below a map as a secret, and not the map: newer engines drop the mark of a map that the program itself
 * didn't mark (`annotateSecrets` of pulumi/pkg 3.274.1, where 3.259.0 kept it; observed with both).
 */
function withSecretMembers(value: unknown): unknown {
  if (!isMap(value)) return asSecret(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withSecretMembers(member)]));
}
