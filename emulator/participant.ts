/** A participant of a session as GetParticipant answers it. */
export interface Participant {
  readonly participantId: string;
  readonly userId: string;
  readonly state: "CONNECTED" | "DISCONNECTED";
  readonly firstJoinTime: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly published: boolean;
}
