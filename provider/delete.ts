import { callForStored } from "./callForStored.js";
import { IvsError } from "./errors.js";
import { explain } from "./explain.js";
import { lastConfig } from "./lastConfig.js";
import type { Surroundings } from "./surroundings.js";
import { targetOf } from "./target.js";
import { tokenName } from "./tokenName.js";

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
    const what = own ? "had nobody to disconnect" : "has nobody that those credentials could disconnect";
    surroundings.say(`${tokenName(props, id)} ${what}; it stays valid until ${props.expirationTime}.`);
  }
}

/** What the service says of a participant that never joined is undocumented: 404 and 400 both count as done. */
function isDone(error: unknown): boolean {
  return error instanceof IvsError && (error.kind === "notFound" || error.kind === "invalid");
}

function failure(id: string, props: Record<string, unknown>, stageArn: string, error: unknown): string {
  return (
    `${tokenName(props, id)} was not deleted: disconnectOnDelete is on and its participant could not be disconnected, ` +
    `since ${explain(error, stageArn)}. ${lastConfig} The next pulumi up or destroy tries again. ` +
    `To give it up instead, run pulumi state delete in a terminal and pick the one whose ID is ${id}`
  );
}
