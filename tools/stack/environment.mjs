import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupError } from "../shared/script.mjs";
import { localStack } from "./target.mjs";

/** It protects nothing: anyone can read it here. What it encrypts is worth nothing outside the emulator. */
const builtInPassphrase = "for-the-emulator-only";

/**
 * The passphrase and the credentials for a stack. The local stack has the built-in passphrase, any other one
 * of the reader's own, since its state may hold real tokens. The emulator gets its own credentials, and AWS
 * the reader's.
 *
 * @param {import("./target.mjs").StackTarget} target @param {NodeJS.ProcessEnv} env
 * @param {boolean} readsSecrets false for a command that can do without, such as one that mends the settings
 * @returns {NodeJS.ProcessEnv}
 */
export function stackEnvironment(target, env, readsSecrets = true) {
  if (!readsSecrets) return target.name === localStack ? withBuiltInPassphrase(env) : env;
  if (target.isAws || target.name !== localStack) requireOwnPassphrase(target, env);
  if (target.isAws) return env;
  const { AWS_PROFILE: _profile, AWS_SESSION_TOKEN: _token, ...others } = env;
  return {
    ...(target.name === localStack ? withBuiltInPassphrase(others) : others),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
function withBuiltInPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: _file, ...env }) {
  return { ...env, PULUMI_CONFIG_PASSPHRASE: builtInPassphrase };
}

/** @param {import("./target.mjs").StackTarget} target @param {NodeJS.ProcessEnv} env */
function requireOwnPassphrase({ name, isAws }, env) {
  const own = env.PULUMI_CONFIG_PASSPHRASE;
  if (env.PULUMI_CONFIG_PASSPHRASE_FILE || (own !== undefined && own !== builtInPassphrase)) return;
  const why = isAws ? "works on AWS, so its state will hold real tokens" : "is one of your own";
  throw new SetupError(
    `Stack ${name} ${why}: the built-in passphrase is for the emulator's stack only.`,
    "Set one of your own and keep it:",
    "  export PULUMI_CONFIG_PASSPHRASE='a passphrase of your own'",
    "(or PULUMI_CONFIG_PASSPHRASE_FILE, the path of a file that holds it), and run this again.",
    ...(name === localStack
      ? [
          "The local stack has the built-in one for good, and lost its endpoint. For AWS: npm run pulumi -- stack init aws",
          "To put it back: npm run pulumi -- config set ivs-realtime:endpoint http://127.0.0.1:4599",
        ]
      : []),
  );
}

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
