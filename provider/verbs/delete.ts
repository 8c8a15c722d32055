import { explain } from "../failures/explain.js";
import { type StoredState, type Target, targetOf, tokenName } from "../token/state.js";
import { type Host, reviewSettings } from "./host.js";
import { lastConfigHint, withFallbackCredentials } from "./storedCredentials.js";

const reason = "The token was deleted (disconnectOnDelete)";

/**
 * Deletes a token from the state: it is left to expire, as nothing revokes it. With `disconnectOnDelete` in the
 * state its participant is disconnected; one that never joined, or has left, counts as done. Without it nothing is
 * called, and the AWS SDK isn't even loaded.
 */
export async function deleteToken(host: Host, id: string, state: StoredState): Promise<void> {
  const target = targetOf(state);
  if (!target) return;
  // A run that only deletes reviews them nowhere else.
  reviewSettings(host, target);
  if (state.disconnectOnDelete === true) await disconnect(host, id, state, target);
}

async function disconnect(host: Host, id: string, state: StoredState, target: Target): Promise<void> {
  const { stageArn } = target;
  const name = tokenName(state, id, host.resourceName);
  const outcome = await withFallbackCredentials(host, target, name, (client) =>
    client.disconnectParticipant({ stageArn, participantId: id, reason }, state),
  );
  switch (outcome.kind) {
    case "done":
      return;
    // The service's answer for a participant that never joined is undocumented: 404 and 400 both count as done.
    case "notFound":
    case "invalid": {
      const { found, doubt } = outcome.by === "own" ? nobody[outcome.kind] : notTheirs;
      host.log(
        "warning",
        `${name} ${found}: the token stays valid until ${state.expirationTime ?? "its expiration, which the state doesn't hold"} (${doubt}).`,
      );
      return;
    }
    default:
      throw new Error(failure(name, id, explain(outcome.error, stageArn)));
  }
}

/** What such an answer says, and what else it may mean. */
const nobody = {
  notFound: {
    found: "is not live",
    doubt:
      "a 404: it never joined, it has left, or its stage is gone, without which the token lets nobody in",
  },
  invalid: {
    found: "is taken to have never joined",
    doubt:
      "the service refused to disconnect it with a 400, which isn't documented for a participant that never joined",
  },
};

/** With the fallback credentials, the call may have gone to another account, which has no participant of that ID. */
const notTheirs = {
  found: "has no participant that those credentials can disconnect",
  doubt: "they may be of another account, and the participant may still be live",
};

function failure(name: string, id: string, cause: string): string {
  return (
    `${name} was not deleted: disconnectOnDelete is on and its participant could not be disconnected, ` +
    `since ${cause}. ${lastConfigHint} The next pulumi up or destroy tries again. ` +
    `To give it up instead, run pulumi state delete in a terminal and pick the one whose ID is ${id}`
  );
}
