import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiFolders } from "./environment.mts";

const work = join(import.meta.dirname, "..", "..", ".work", "engine");

/** Where a scene keeps everything; empty at first. */
export interface SceneFolders extends PulumiFolders {
  readonly all: string;
  /** What the runs printed, and their events. */
  readonly records: string;
}

export async function sceneFolders(scene: string): Promise<SceneFolders> {
  const all = join(work, scene);
  await rm(all, { recursive: true, force: true });
  const made = async (part: string) => {
    await mkdir(join(all, part), { recursive: true });
    return join(all, part);
  };
  return {
    all,
    home: await made("home"),
    backend: await made("backend"),
    temporary: await made("temporary"),
    records: await made("records"),
  };
}
