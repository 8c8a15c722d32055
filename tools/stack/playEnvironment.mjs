import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The repository's own Pulumi project with everything it remembers in the ignored folder .state/, whatever
 * backend the reader is logged in to otherwise.
 *
 * @param {string} root @param {NodeJS.ProcessEnv} base @returns {NodeJS.ProcessEnv}
 */
export function playEnvironment(root, base) {
  const state = join(root, ".state");
  // 0700: the environment file and the state are the reader's alone.
  for (const folder of [state, join(state, "home"), join(state, "backend")])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    ...base,
    PULUMI_HOME: join(state, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(join(state, "backend")).href,
  };
}
