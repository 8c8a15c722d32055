import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../shared/processes.mjs";
import { SetupError } from "../shared/script.mjs";
import { askPulumi, readConfig } from "../stack/pulumiState.mjs";

/** A minute is the shortest life that the API gives, and 20 s of it are enough to show that nothing is due. */
const settings = {
  stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh",
  duration: "1m",
  rotateBefore: "40s",
};

/**
 * Makes the local stack where it is missing, and writes the settings that it lacks: what the reader changed
 * in an earlier run stays. The endpoint is this run's.
 *
 * @param {import("../stack/target.mjs").StackTarget} target @param {string} endpoint @param {NodeJS.ProcessEnv} env
 */
export function writeLocalSettings({ name, exists }, endpoint, env) {
  if (!exists) askPulumi(["stack", "init", name], env);
  const config = readConfig(name, env);
  const missing = Object.entries(settings).filter(
    ([key]) => !config[`ivs-realtime-quickstart:${key}`]?.value,
  );
  const wanted = [...missing, ["ivs-realtime:endpoint", endpoint]];
  const pairs = wanted.flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
  askPulumi(["config", "set-all", "--stack", name, ...pairs], env);
}

/**
 * One `npm start` at a time: each has its own file in this folder, named by its process. It is written before
 * the others are looked for, so that of two that start at once no two go on, and nobody removes what isn't his.
 *
 * @param {string} folder
 */
export function takeTurn(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = join(folder, String(process.pid));
  writeFileSync(own, "");
  process.on("exit", () => rmSync(own, { force: true }));
  for (const pid of readdirSync(folder).filter((name) => name !== String(process.pid))) {
    const file = join(folder, pid);
    if (isAlive(Number(pid)))
      throw new SetupError(
        `Another npm start is at work in this folder (process ${pid}).`,
        `Wait until it is done, or stop it. If there is none, remove ${file}.`,
      );
    rmSync(file, { force: true });
  }
}
