import assert from "node:assert/strict";
import { test } from "node:test";
import { settingsTable } from "../../dist/provider/settings/settingsTable.js";
import { callRows, transportRows } from "./rows/calls.mts";
import { identityRows, roleRows } from "./rows/identity.mts";
import { placeRows } from "./rows/place.mts";
import { mergeGiven } from "./support/given.mts";
import { wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const rows = [identityRows, roleRows, placeRows, transportRows, callRows].flatMap((of) => of(world));

for (const { shows, base, places, sees, tokens, during, skip = false } of rows) {
  for (const [index, place] of places.entries()) {
    const others = places.length - index - 1;
    const rest = others === 0 ? "" : `, with ${others} more behind it`;
    test(`${shows.join(", ")}: ${place.name}${rest}`, { skip }, async (t) => {
      const given = mergeGiven(...places.slice(index).map((one) => one.given), base);
      const undo = during?.();
      t.after(() => undo?.());
      const seen = await wire(t, world, given, tokens);
      assert.deepEqual(sees(seen, place.seen), place.seen, seen.failure);
    });
  }
}

test("every setting is shown, each at two places at least", () => {
  const few = Object.keys(settingsTable).filter((name) => {
    const places = rows.filter(({ shows }) => shows.includes(name)).flatMap((row) => row.places);
    return places.length < 2;
  });
  assert.deepEqual(few, []);
});

test("neighbouring places differ in what is seen", () => {
  for (const { shows, places } of rows) {
    for (const [index, place] of places.slice(1).entries())
      assert.notDeepEqual(place.seen, places[index]?.seen, `${shows} at ${place.name}`);
  }
});
