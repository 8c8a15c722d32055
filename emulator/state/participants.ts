import { randomId } from "./identifiers.js";
import { type Space, takeFor } from "./space.js";
import type { Stage } from "./stages.js";

/** Who joined which stage, session by session. Only the last session of a stage can be active. */
export class Participants {
  readonly #sessions = new Map<string, Session[]>();
  readonly #space: Space;

  constructor(space: Space) {
    this.#space = space;
  }

  join({ arn }: Stage, joining: Joining, now: Date): void {
    const sessions = this.#sessions.get(arn) ?? [];
    const last = sessions.at(-1);
    const session = last?.isActive ? last : new Session(this.#space);
    // First, as it throws where there is no room: what is refused leaves nothing behind.
    session.join(joining, now);
    if (session !== last) this.#sessions.set(arn, [...sessions, session]);
  }

  /** False if the participant isn't live on the stage. */
  disconnect({ arn }: Stage, participantId: string): boolean {
    return this.#sessions.get(arn)?.at(-1)?.disconnect(participantId) ?? false;
  }

  /** Everybody of a stage that is gone, with all of its sessions. */
  disconnectAll({ arn }: Stage): void {
    for (const session of this.#sessions.get(arn) ?? []) session.free();
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

/** A participant of a session as GetParticipant answers it. */
export interface Participant {
  readonly participantId: string;
  readonly userId: string;
  readonly state: "CONNECTED" | "DISCONNECTED";
  readonly firstJoinTime: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly published: boolean;
}

/** Who joins, as the token has it. */
type Joining = Pick<Participant, "participantId" | "userId" | "attributes">;

/** One session of a stage: everybody who joined from the first join until nobody was left. */
class Session {
  readonly id = `st-${randomId(13)}`;
  readonly #participants = new Map<string, Participant>();
  readonly #space: Space;
  #bytes = 0;

  constructor(space: Space) {
    this.#space = space;
  }

  /** Gives back what its participants took. */
  free(): void {
    this.#space.free(this.#bytes);
  }

  get participants(): readonly Participant[] {
    return [...this.#participants.values()];
  }

  get isActive(): boolean {
    return this.participants.some(({ state }) => state === "CONNECTED");
  }

  /** One token is one participant, so a second join is by the same participant. */
  join(joining: Joining, now: Date): void {
    const before = this.find(joining.participantId);
    if (before === undefined) this.#bytes += takeFor(joining, this.#space);
    const { firstJoinTime = now.toISOString() } = before ?? {};
    this.#put({ ...joining, state: "CONNECTED", firstJoinTime, published: false });
  }

  /** False if the participant isn't connected. */
  disconnect(participantId: string): boolean {
    const participant = this.find(participantId);
    if (participant?.state !== "CONNECTED") return false;
    this.#put({ ...participant, state: "DISCONNECTED" });
    return true;
  }

  find(participantId: string): Participant | undefined {
    return this.#participants.get(participantId);
  }

  #put(participant: Participant): void {
    this.#participants.set(participant.participantId, participant);
  }
}
