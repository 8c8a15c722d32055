import { readStack, tokensOf } from "./pulumiState.mjs";
import { isLoopback } from "./target.mjs";

const exampleAccount = ":123456789012:";

/**
 * The tokens in a stack's state that the emulator minted. The provider's own entry remembers the settings of
 * the last update, and the account of AWS's examples can't be anyone's.
 *
 * @param {import("./pulumiState.mjs").StackExport} exported @returns {string[]} their URNs
 */
export function emulatorTokens(exported) {
  const endpoints = (exported.deployment.resources ?? [])
    .filter(({ type }) => type === "pulumi:providers:pulumi-nodejs")
    .map(({ inputs }) => inputs?.["ivs-realtime:endpoint"]);
  const lastWasLocal = endpoints.some((url) => typeof url === "string" && isLoopback(url));
  return tokensOf(exported)
    .filter(({ outputs }) => lastWasLocal || String(outputs?.stageArn).includes(exampleAccount))
    .map(({ urn }) => urn);
}

/** @param {import("./target.mjs").StackTarget} target @param {NodeJS.ProcessEnv} env */
export function warnOfEmulatorTokens({ name, exists, isAws }, env) {
  if (!exists || !isAws) return;
  for (const urn of emulatorTokens(readStack(name, env))) {
    console.error(
      `warning: a token in stack ${name} was minted by the emulator, and no client of AWS takes it. Replace it with\n` +
        `  npm run pulumi -- up --stack ${name} --replace '${urn}'`,
    );
  }
}
