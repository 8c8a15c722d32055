import { nameInput } from "./inputs.js";

/** How lines and errors call a token: its resource name, and its participantId where it has one. */
export function tokenName(props: Record<string, unknown>, participantId?: unknown): string {
  const name =
    typeof props[nameInput] === "string" ? `ParticipantToken "${props[nameInput]}"` : "ParticipantToken";
  return typeof participantId === "string" && participantId !== ""
    ? `${name} (participant ${participantId})`
    : name;
}
