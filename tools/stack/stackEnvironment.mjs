import { SetupError } from "../setup/setupError.mjs";

/** It protects nothing: anyone can read it here. What it encrypts is worth nothing outside the emulator. */
const builtInPassphrase = "for-the-emulator-only";

/**
 * The passphrase and the credentials for a stack. The emulator's are built in, and never those of the
 * reader; AWS gets the reader's own, and a state file with real tokens a passphrase of the reader's own.
 *
 * @param {import("./stackTarget.mjs").StackTarget} target @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function stackEnvironment(target, env) {
  if (target.isAws) {
    requireOwnPassphrase(target.name, env);
    return env;
  }
  const { AWS_PROFILE: _p, AWS_SESSION_TOKEN: _t, PULUMI_CONFIG_PASSPHRASE_FILE: _f, ...others } = env;
  return {
    ...others,
    PULUMI_CONFIG_PASSPHRASE: builtInPassphrase,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** @param {string} name @param {NodeJS.ProcessEnv} env */
function requireOwnPassphrase(name, env) {
  const own = env.PULUMI_CONFIG_PASSPHRASE;
  if (env.PULUMI_CONFIG_PASSPHRASE_FILE || (own !== undefined && own !== builtInPassphrase)) return;
  throw new SetupError(
    `Stack ${name} works on AWS, so its state will hold real tokens: the built-in passphrase is for the emulator only.`,
    "Set one of your own and keep it:",
    "  export PULUMI_CONFIG_PASSPHRASE='a passphrase of your own'",
    "(or PULUMI_CONFIG_PASSPHRASE_FILE, the path of a file that holds it), and run this again.",
  );
}
