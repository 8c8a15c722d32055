import type { TestContext } from "node:test";
import type { Emulator, EmulatorOptions } from "pulumi-ivs-realtime/emulator";
import { WebSocket } from "ws";
import { stageArn, started } from "../../support/emulators.mts";
import { post } from "../../support/signed.mts";

/** An emulator, the events endpoint of its stage as a token names it, and that token. */
export async function joining(t: TestContext, options: EmulatorOptions = {}) {
  const lines: string[] = [];
  const emulator = await started(t, { log: (line) => lines.push(line), ...options });
  const ca = emulator.certificate;
  const token = ca === undefined ? await minted(emulator, options.clock?.()) : "header.payload.signature";
  const url = `${emulator.url.replace(/^http/, "ws")}/events`;
  const query = "?error_over_ws=1&topic=abcdABCDefgh/publishers&traceid=trace";
  const join = (protocols: string | string[] = token, at = url + query) => {
    const client = new WebSocket(at, protocols, { ...(ca && { ca }) });
    // `once` rejects for it too; this hears those that come when nobody waits any more.
    client.on("error", () => {});
    t.after(() => client.terminate());
    return client;
  };
  return { emulator, lines, token, url, join };
}

async function minted({ url }: Emulator, date = new Date()): Promise<string> {
  const { body } = await post(url, "CreateParticipantToken", { stageArn }, { date });
  return (body.participantToken as { token: string }).token;
}
