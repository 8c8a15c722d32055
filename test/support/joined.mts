import { CreateParticipantTokenCommand } from "@aws-sdk/client-ivs-realtime";
import type { Emulator } from "pulumi-ivs-realtime/emulator";
import { client } from "./client.mts";
import { stageArn } from "./stageArn.mts";

/** Mints a token with the AWS SDK and joins with it. Returns the ID of the participant, who is live from then on. */
export async function joined(emulator: Emulator, on: string = stageArn): Promise<string> {
  const { participantToken } = await client(emulator).send(
    new CreateParticipantTokenCommand({ stageArn: on }),
  );
  await emulator.join(String(participantToken?.token));
  return String(participantToken?.participantId);
}
