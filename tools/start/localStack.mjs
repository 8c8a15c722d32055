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
