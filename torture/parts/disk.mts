import { execFileSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startUp } from "../../test/support/run.mts";
import { type Row, reasonOf, Tally } from "../run/row.mts";
import type { Run } from "../run/run.mts";
import { findingsOf, lostUses } from "../support/findings.mts";
import { openWorld, type World } from "../support/world.mts";
import { type Operation, Stage } from "./kills/cases.mts";
import { converge } from "./kills/converge.mts";

const page = 4096;
const size = 8 * 1024 * 1024;
/** How many pages of the file system are left when the run begins: from a full disk to one that fills up on the way. */
const pagesLeft = [0, 1, 2, 4, 8, 16];

/** The backend on a disk that is full, or fills up while the engine writes its state. */
export async function disk(run: Run): Promise<Row[]> {
  const tally = new Tally();
  const world = await openWorld(run, "disk");
  const missing = mount(run, world.scene.folders.backend);
  if (missing !== undefined) {
    tally.skip("A full disk below the state", missing);
    return tally.rows();
  }
  const [start, stage] = [world.scene.clock(), await Stage.open(world, "disk")];
  for (const operation of ["create", "replace"] as const) {
    for (const left of pagesLeft) {
      const id = `disk-${operation}-${left}`;
      if (!run.wants(id)) continue;
      const outcome = await trial(world, stage, { operation, left, start });
      tally.add(`A disk that fills up below the state during ${operation}`, id, outcome);
      run.log(id, { ...outcome });
    }
  }
  return [...tally.rows(), await world.scan()];
}

/** Why no small file system could be mounted, or nothing. */
function mount(run: Run, folder: string): string | undefined {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    return `no tmpfs could be mounted here: ${reasonOf(error).replaceAll(/\s+/g, " ").trim()}`;
  }
  run.after(() => execFileSync("umount", [folder]));
  return undefined;
}

async function trial(
  world: World,
  stage: Stage,
  { operation, left, start }: { operation: Operation; left: number; start: Date },
): Promise<{ way: string; why?: string }> {
  const { backend } = world.scene.folders;
  const filler = join(backend, "filler");
  try {
    await stage.begin(operation, start);
    await writeFile(filler, Buffer.alloc(Math.max(0, freeBytes(backend) - left * page)));
    // Each write of the state that fails is tried again for half a minute, so one step goes after the other.
    const run = await startUp(world.scene, stage.stack, world.door.url, ["--parallel", "1"]).ended();
    await rm(filler);
    const after = await findingsOf(world, stage.stack).catch(() => undefined);
    const lost = after ? lostUses(world, after) : [];
    const { commands, why } = await converge(world, stage.stack, { project: stage.project, verb: "up" });
    const wrong = why === undefined ? [...lost, ...(await stage.wrong(operation))] : [why];
    const way = `${run.status === 0 ? "it fitted" : "an error"}, then ${commands.join(", ")}`;
    return { way, ...(wrong.length > 0 && { why: wrong.join("; ") }) };
  } catch (error) {
    return { way: "", why: reasonOf(error) };
  } finally {
    await rm(filler, { force: true });
  }
}

function freeBytes(folder: string): number {
  const lines = execFileSync("df", ["--output=avail", "-B1", folder], { encoding: "utf8" })
    .trim()
    .split("\n");
  return Number(lines[1]);
}
