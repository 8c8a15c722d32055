import type { Emulator } from "pulumi-ivs-realtime/emulator";

/** The tokens that an emulator mints from now on, in order: a list that grows. */
export function watchMint(emulator: Emulator): readonly string[] {
  const tokens: string[] = [];
  emulator.fault({
    operation: "CreateParticipantToken",
    rewrite(body) {
      tokens.push((body.participantToken as { token: string }).token);
      return body;
    },
  });
  return tokens;
}
