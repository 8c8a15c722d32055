import type { IvsClient } from "../client/ivsClient.js";
import type { Target } from "../token/state.js";
import type { Clock } from "../values/time.js";

/** What the lifecycle is given by whoever runs it: the dynamic provider, a provider plugin, a test. */
export interface Surroundings {
  clock: Clock;
  /** Shows the user one line. */
  say: (line: string) => void;
  /** Says what is dangerous about the settings in force, once in a run. */
  warn: (target: Target) => void;
  /** What is wrong with the settings in force, as far as it shows without a look at any file. */
  settingsProblems: (target: Target) => string[];
  /** A client for the stage, with the settings in force. Loads the AWS SDK: only where a call is due. */
  connect: (target: Target) => Promise<IvsClient>;
}
