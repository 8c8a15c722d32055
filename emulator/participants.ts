import type { Stage } from "./stage.js";

/** Who is live on which stage. */
export class Participants {
  readonly #live = new Map<string, Set<string>>();

  /** One token is one participant, so whoever is live already stays so. */
  join({ arn }: Stage, participantId: string): void {
    this.#live.set(arn, (this.#live.get(arn) ?? new Set()).add(participantId));
  }

  /** False if the participant isn't live on the stage. */
  disconnect({ arn }: Stage, participantId: string): boolean {
    return this.#live.get(arn)?.delete(participantId) ?? false;
  }

  disconnectAll({ arn }: Stage): void {
    this.#live.delete(arn);
  }
}
