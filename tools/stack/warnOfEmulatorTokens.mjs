import { askPulumi } from "./askPulumi.mjs";
import { emulatorTokens } from "./emulatorTokens.mjs";

/** @param {import("./stackTarget.mjs").StackTarget} target @param {NodeJS.ProcessEnv} env */
export function warnOfEmulatorTokens({ name, exists, isAws }, env) {
  if (!exists || !isAws) return;
  for (const urn of emulatorTokens(JSON.parse(askPulumi(["stack", "export", "--stack", name], env)))) {
    console.error(
      `warning: a token in stack ${name} was minted by the emulator, and no client of AWS takes it. Replace it with\n` +
        `  npm run pulumi -- up --stack ${name} --replace '${urn}'`,
    );
  }
}
