import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "../../../test/support/stack.mts";
import type { World } from "../../support/world.mts";

/** How a stack came right after it was struck: the commands, in order. */
export interface Convergence {
  readonly commands: readonly string[];
  /** Why it didn't. */
  readonly why?: string;
}

type Verb = "up" | "destroy";

/** Does what the pages advise, until the verb succeeds. */
export async function converge(
  world: World,
  stack: Stack,
  { project, verb }: { project: string; verb: Verb },
): Promise<Convergence> {
  const commands: string[] = [];
  for (let round = 0; round < 5; round++) {
    const run = await stack.command([verb, "--yes", "--skip-preview", "--stack", "dev"]);
    if (run.status === 0) {
      commands.push(verb);
      if (/interrupted while/.test(run.text)) commands.push(await clearPending(stack));
      return { commands };
    }
    const remedy = await remedyFor(run.text, world, stack, project);
    if (remedy === undefined)
      return { commands, why: `${verb} ended with ${run.status}: ${run.text.trim()}` };
    commands.push(remedy);
  }
  return { commands, why: `${verb} failed after ${commands.join(", ")}` };
}

/** Only a refresh with this flag clears the operations that were pending. */
async function clearPending(stack: Stack): Promise<string> {
  await stack.refresh(["--clear-pending-creates"]);
  return "refresh --clear-pending-creates";
}

async function remedyFor(
  text: string,
  { scene }: World,
  stack: Stack,
  project: string,
): Promise<string | undefined> {
  if (/the stack is currently locked by/.test(text)) {
    const cancelled = await stack.command(["cancel", "--yes", "--stack", "dev"]);
    return cancelled.status === 0 ? "cancel" : undefined;
  }
  const attributes = join(scene.folders.backend, ".pulumi", "stacks", project, "dev.json.attrs");
  const isEmpty = await stat(attributes).then(
    ({ size }) => size === 0,
    () => false,
  );
  if (!isEmpty) return undefined;
  await rm(attributes);
  return "removal of an empty dev.json.attrs";
}
