import type { Stage } from "./stage.js";
import { type Joining, Session } from "./state/participants.js";

/** Who joined which stage, session by session. Only the last session of a stage can be active. */
export class Participants {
  readonly #sessions = new Map<string, Session[]>();

  join({ arn }: Stage, joining: Joining, now: Date): void {
    const sessions = this.#sessions.get(arn) ?? [];
    const last = sessions.at(-1);
    const session = last?.isActive ? last : new Session();
    if (session !== last) this.#sessions.set(arn, [...sessions, session]);
    session.join(joining, now);
  }

  /** False if the participant isn't live on the stage. */
  disconnect({ arn }: Stage, participantId: string): boolean {
    return this.#sessions.get(arn)?.at(-1)?.disconnect(participantId) ?? false;
  }

  /** Everybody of a stage that is gone, with all of its sessions. */
  disconnectAll({ arn }: Stage): void {
    this.#sessions.delete(arn);
  }

  /** The session of a stage, whether it is over or not. */
  session({ arn }: Stage, id: string): Session | undefined {
    return this.#sessions.get(arn)?.find((session) => session.id === id);
  }

  /** What a stage's answers say of its active session: nothing where there is none. */
  active({ arn }: Stage): { readonly activeSessionId?: string } {
    const last = this.#sessions.get(arn)?.at(-1);
    return last?.isActive ? { activeSessionId: last.id } : {};
  }
}
