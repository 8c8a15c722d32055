import type { EmulatorOptions } from "./emulatorOptions.js";
import type { Service } from "./operations/perform.js";
import { Pace } from "./operations/perform.js";
import { quotas } from "./quotas.js";
import { Participants } from "./state/participants.js";
import { PublicKeys } from "./state/publicKeys.js";
import { Stages, stageEndpoints } from "./state/stages.js";
import type { TokenKey } from "./state/tokens.js";
import { createMint } from "./state/tokens.js";

const none = { stages: Number.POSITIVE_INFINITY, publicKeys: Number.POSITIVE_INFINITY };

/** The service behind one emulator, as the options want it, with the stages that it starts with. */
export function createService(options: EmulatorOptions, url: string, key: TokenKey): Service {
  const { stages = [], clock = () => new Date(), quotas: held = false } = options;
  const { credentials = { accessKeyId: "test", secretAccessKey: "test" } } = options;
  const limits = held ? quotas : none;
  return {
    stages: new Stages(stages, stageEndpoints(url), limits.stages),
    participants: new Participants(),
    publicKeys: new PublicKeys(limits.publicKeys),
    mint: createMint(key, clock),
    credentialsOf: typeof credentials === "function" ? credentials : () => credentials,
    clock,
    pace: held ? new Pace() : undefined,
  };
}
