import { explain } from "../failures/explain.js";
import { IvsError } from "../failures/ivsError.js";
import { targetOf, tokenName } from "../token/state.js";
import type { Surroundings } from "./host.js";
import { callForStored, lastConfig } from "./storedCredentials.js";

const reason = "The token was deleted (disconnectOnDelete)";

/**
 * Deletes a token from the state: it is left to expire, as nothing revokes it. With `disconnectOnDelete` in the
 * state its participant is disconnected; one that never joined, or is gone, counts as done. Without, nothing is
 * called and the AWS SDK is not even loaded.
 */
export async function deleteToken(
  id: string,
  props: Record<string, unknown>,
  surroundings: Surroundings,
): Promise<void> {
  const target = targetOf(props);
  if (props.disconnectOnDelete !== true || !target) return;
  const { stageArn } = target;
  let own = true;
  try {
    await callForStored(target, tokenName(props, id), surroundings, async (client, isItsOwn) => {
      own = isItsOwn;
      await client.disconnectParticipant({ stageArn, participantId: id, reason });
    });
  } catch (error) {
    if (!isDone(error)) throw new Error(failure(id, props, stageArn, error));
    const { found, doubt } = own ? nobody[error.kind] : notTheirs;
    const valid = `the token stays valid until ${props.expirationTime}`;
    surroundings.say(`${tokenName(props, id)} ${found}: ${valid} (${doubt}).`);
  }
}

/** What the service says of a participant that never joined is undocumented: 404 and 400 both count as done. */
function isDone(error: unknown): error is IvsError & { kind: keyof typeof nobody } {
  return error instanceof IvsError && error.kind in nobody;
}

/** What such an answer says, and what else it may mean. */
const nobody = {
  notFound: {
    found: "never joined",
    doubt: "a 404, which may also mean that it has left, or that its stage is gone and the token with it",
  },
  invalid: {
    found: "is taken to have never joined",
    doubt: "the service refused to disconnect it with a 400, which isn't documented for who never joined",
  },
};

/** With other credentials than the token's own, it may be another account that knows nobody of that ID. */
const notTheirs = {
  found: "has nobody that those credentials could disconnect",
  doubt: "they may be of another account, and the participant may still be live",
};

function failure(id: string, props: Record<string, unknown>, stageArn: string, error: unknown): string {
  return (
    `${tokenName(props, id)} was not deleted: disconnectOnDelete is on and its participant could not be disconnected, ` +
    `since ${explain(error, stageArn)}. ${lastConfig} The next pulumi up or destroy tries again. ` +
    `To give it up instead, run pulumi state delete in a terminal and pick the one whose ID is ${id}`
  );
}
