import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "../support/sts.mts";
import { assumeRoles } from "./support/given.mts";
import { attempt } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const create = attempt(world);

test("clients are shared by tokens with the same settings: a role is assumed once for all of them", {
  skip,
}, async (t) => {
  const aws = {
    assumeRoles,
    endpoints: [{ ivsrealtime: world.emulators.main.url, sts: world.sts.url }],
  };
  const seen = [
    await create(t, { aws }, 3),
    await create(t, { aws, inputs: { userId: "ann" } }, 2),
    await create(t, { aws: { ...aws, maxRetries: 1 } }, 2),
    await create(t, { aws }),
  ];
  assert.deepEqual(
    seen.map(({ failure, requests, calls }) => [failure, requests.length, calls.length]),
    [
      [undefined, 3, 1],
      [undefined, 2, 0],
      [undefined, 2, 1],
      [undefined, 1, 0],
    ],
  );
});
