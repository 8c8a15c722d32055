import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Emulator, startEmulator } from "ivs-realtime-emulator";
import { mintedAt, type Program, stateProgram } from "./program.mts";

const kept = join(import.meta.dirname, "..", "state");

/** The released versions of which a state is kept. */
export const keptVersions = readdirSync(kept, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Takes over the state that a released version made: left alone, refreshed, rotated, destroyed. */
export async function liveOn(t: Pick<TestContext, "after">, version: string): Promise<void> {
  let now = after(1);
  const emulator = await startEmulator({ clock: () => now });
  t.after(() => emulator.close());
  const { url } = emulator;
  const program = await stateProgram(t, join(kept, version));
  await program.pulumi(["stack", "import", "--file", "deployment.json"], { now });
  const old = await participants(program);
  assert.deepEqual(Object.keys(old).sort(), ["guest", "host"]);

  await program.up({ now, url }, "--expect-no-changes");
  assert.deepEqual(calls(emulator), []);
  await program.pulumi(["refresh", "--yes", "--skip-preview", "--expect-no-changes"], { now, url });
  assert.deepEqual(calls(emulator), ["GetStage"]);
  assert.deepEqual(await participants(program), old);

  now = after(11);
  const printed = await program.up({ now, url });
  const fresh = await participants(program);
  for (const [name, participant] of Object.entries(old)) {
    assert.match(printed, new RegExp(`"${name}" \\(participant ${participant}\\) is due for rotation`));
    assert.notEqual(fresh[name], participant);
  }
  const rotation = ["CreateParticipantToken", "CreateParticipantToken", `DisconnectParticipant ${old.guest}`];
  assert.deepEqual(calls(emulator).slice(1), rotation);

  await program.destroy({ now, url });
  assert.deepEqual(await participants(program), {});
  assert.deepEqual(calls(emulator).slice(4), [`DisconnectParticipant ${fresh.guest}`]);
}

function after(hours: number): Date {
  return new Date(mintedAt.getTime() + hours * 3_600_000);
}

/** The tokens in the state, by the names of their resources. */
async function participants(program: Program): Promise<Record<string, string | undefined>> {
  const state = await program.state();
  assert.deepEqual(state.pending, []);
  return Object.fromEntries(state.names.map((name) => [name, state.get(name).id]));
}

/** What arrived so far, in order, with the participant where one is named. */
function calls({ requests }: Emulator): string[] {
  return requests.map(({ operation, input }) =>
    [operation, (input as { participantId?: string }).participantId].filter(Boolean).join(" "),
  );
}
