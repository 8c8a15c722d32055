import { CommandError, ConcurrentUpdateError } from "@pulumi/pulumi/automation/index.js";
import { isLate } from "./isLate.ts";
import { type StackStatus, stackStatus } from "./stackStatus.ts";
import { up } from "./up.ts";

const [workDir, stackName] = process.argv.slice(2);
if (workDir === undefined || stackName === undefined) {
  console.error("Usage: npm start -- FOLDER STACK");
  process.exit(2);
}
process.exitCode = await rotate(workDir, stackName).catch((error: Error) => {
  console.error(error.message);
  return 1;
});

async function rotate(workDir: string, stackName: string): Promise<number> {
  const before = stackStatus(workDir, stackName);
  const unknown = before.tokens.filter(({ state }) => state === "unknown");
  for (const { name, reason } of unknown) console.error(`It is unknown when ${name} is due: ${reason}`);
  if (!before.due) {
    console.log(`${unknown.length > 0 ? "Nothing else" : "Nothing"} is due.${next(before)}`);
    return unknown.length > 0 ? 1 : 0;
  }
  const status = await rotateFrom(before, workDir, stackName);
  return unknown.length > 0 ? 1 : status;
}

async function rotateFrom(before: StackStatus, workDir: string, stackName: string): Promise<number> {
  try {
    const { changes } = await up(workDir, stackName);
    const after = stackStatus(workDir, stackName);
    console.log(changes ? rotated(before, after) : `Another run was quicker.${next(after)}`);
    return 0;
  } catch (error) {
    if (error instanceof ConcurrentUpdateError) return locked(before, stackName);
    if (!(error instanceof CommandError)) throw error;
    console.error("pulumi up failed, for what it says above.");
    return 1;
  }
}

function next({ tokens }: StackStatus): string {
  const first = tokens.find(({ rotationTime }) => rotationTime !== undefined);
  return first ? ` Next: ${first.name}, at ${first.rotationTime}.` : "";
}

function rotated(before: StackStatus, after: StackStatus): string {
  const lines = after.tokens.flatMap(({ name, urn, participantId, expirationTime }) => {
    const old = before.tokens.find((token) => token.urn === urn)?.participantId;
    return old === participantId
      ? []
      : `${name}: ${old ?? "new"} -> ${participantId}, expires ${expirationTime}`;
  });
  return lines.join("\n") || "No token is new: what an earlier run left undone is done.";
}

/** A run that is at work is no trouble. A lock that outlived its run is: it stops every rotation, in silence. */
function locked({ tokens, now }: StackStatus, stackName: string): number {
  const late = tokens.filter((token) => isLate(token, now)).map(({ name }) => name);
  if (late.length === 0) {
    console.log("Another run holds the stack's lock: this one leaves it to that.");
    return 0;
  }
  console.error(
    `Another run holds the stack's lock, but more than half of the window has passed for ${late.join(", ")}. ` +
      `If no run is at work, the lock is a dead one: pulumi cancel --stack ${stackName}`,
  );
  return 1;
}
