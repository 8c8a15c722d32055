import type { IvsClient } from "./client.js";
import type { Clock } from "./clock.js";

/** What the lifecycle is given by whoever runs it: the dynamic provider, a provider plugin, a test. */
export interface Surroundings {
  clock: Clock;
  /** Shows the user one line. */
  say: (line: string) => void;
  /** A client for the stage's region, with the settings in force. Loads the AWS SDK: only where a call is due. */
  connect: (stageArn: string) => Promise<IvsClient>;
}
