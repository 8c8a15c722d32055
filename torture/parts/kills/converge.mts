import { cp, mkdir, readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Scene } from "../../../test/support/scene.mts";
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
  if (/failed to load checkpoint: .*unexpected end of JSON input/.test(text))
    return restored(scene, stack, project);
  const empty = await emptyFiles(join(scene.folders.backend, ".pulumi"));
  for (const path of empty) await rm(path);
  const names = empty.map((path) => nameOf(path, project));
  return names.length > 0 ? `removal of an empty ${[...new Set(names)].join(" and ")}` : undefined;
}

/** What a write that was broken off left: files without a byte. */
async function emptyFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(paths.map((path) => stat(path)));
  return paths.filter((_, index) => sizes[index]?.size === 0);
}

function nameOf(path: string, project: string): string {
  if (path.includes(`/stacks/${project}/`)) return basename(path).replace(/^dev/, "STACK");
  const [, room = ""] = /[/]\.pulumi[/]([^/]+)/.exec(path) ?? [];
  return `${room}/….${basename(path).split(".").at(-1)}`;
}

/** Puts the last checkpoint in place of a state that was cut, or begins anew where there was none. */
async function restored({ folders }: Scene, stack: Stack, project: string): Promise<string | undefined> {
  const backend = join(folders.backend, ".pulumi");
  const history = join(backend, "history", project, "dev");
  const files = await readdir(history).catch((): string[] => []);
  const last = files
    .filter((name) => name.endsWith(".checkpoint.json"))
    .toSorted()
    .at(-1);
  await rm(join(backend, "stacks", project), { recursive: true });
  if (last === undefined) {
    const made = await stack.command(["stack", "init", "dev"]);
    return made.status === 0 ? "stack init in place of a cut STACK.json" : undefined;
  }
  await mkdir(join(backend, "stacks", project));
  await cp(join(history, last), join(backend, "stacks", project, "dev.json"));
  return "the last checkpoint of the history in place of a cut STACK.json";
}
