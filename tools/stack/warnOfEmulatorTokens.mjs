import { emulatorTokens } from "./emulatorTokens.mjs";
import { readStack } from "./readStack.mjs";

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
