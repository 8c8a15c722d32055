import type { Participant } from "../participant.js";
import { randomId } from "./identifiers.js";

/** Who joins, as the token has it. */
export type Joining = Pick<Participant, "participantId" | "userId" | "attributes">;

/** One session of a stage: everybody who joined from the first join until nobody was left. */
export class Session {
  readonly id = `st-${randomId(13)}`;
  readonly #participants = new Map<string, Participant>();

  get participants(): readonly Participant[] {
    return [...this.#participants.values()];
  }

  get isActive(): boolean {
    return this.participants.some(({ state }) => state === "CONNECTED");
  }

  /** One token is one participant, so whoever joins again is who joined first. */
  join(joining: Joining, now: Date): void {
    const { firstJoinTime = now.toISOString() } = this.find(joining.participantId) ?? {};
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
