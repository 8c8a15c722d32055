import assert from "node:assert/strict";
import { goldenProviderText } from "../../support/stackState.mts";
import type { Program } from "./program.mts";
import { withEmulator } from "./withEmulator.mts";

const hour = 3_600_000;

/**
 * A token's whole life in an installed program that declares one, `host`, of 12 hours and a window of 2: it is
 * created, left alone, rotated by the clock and destroyed, and the state holds the golden provider text.
 */
export async function liveThrough(program: Program): Promise<void> {
  const start = new Date("2031-05-01T00:00:00Z");
  const later = new Date(start.getTime() + 11 * hour);
  const run = <T,>(now: Date, verb: (url: string) => Promise<T>) =>
    withEmulator(program.folder, program.environment({ now }), verb);

  const first = await run(start, (url) => program.up({ now: start, url }));
  assert.doesNotMatch(first, /\(node:\d+\)/, "Node has nothing to warn of");
  const created = await onlyToken(program);
  await program.up({ now: new Date(start.getTime() + hour) }, "--expect-no-changes");
  assert.equal(await onlyToken(program), created);
  const printed = await run(later, (url) => program.up({ now: later, url }));
  assert.match(
    printed,
    new RegExp(`"host" \\(participant ${created}\\) is due for rotation: it expires in 1 h `),
  );
  assert.notEqual(await onlyToken(program), created);
  await program.destroy({ now: later });
  assert.deepEqual((await program.state()).names, []);
}

/** The participant of the one token in the state. */
async function onlyToken(program: Program): Promise<string | undefined> {
  const state = await program.state();
  assert.deepEqual(state.names, ["host"]);
  assert.deepEqual(state.pending, []);
  const { id, inputs, outputs } = state.get("host");
  assert.equal(inputs.__provider, goldenProviderText);
  assert.equal(outputs.__provider, goldenProviderText);
  assert.ok((outputs.token as Record<string, unknown>).ciphertext, "the token is a secret");
  return id;
}
