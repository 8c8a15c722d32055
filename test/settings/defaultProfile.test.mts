import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "../support/sts.mts";
import type { Given } from "./support/given.mts";
import { asSection, assumeRoles, keys } from "./support/given.mts";
import { attempt, outcome } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const { emulators, proxies, sts } = world;
const create = attempt(world);

/** Files with a URL that is the default profile's alone. */
const files = (url: string) => ({
  "ca.pem": String(emulators.tls.certificate),
  ".aws/config": `[default]\nendpoint_url = ${url}\n`,
  ".aws/credentials": asSection("dev", keys.near),
  mine: `[default]\nendpoint_url = ${url}\n${asSection("profile dev", keys.near)}`,
});
const base = { httpsProxy: proxies.near.url, customCaBundle: "{home}/ca.pem" };
const ways: [string, Given][] = [
  ["the input profile", { aws: { ...base, profile: "dev" } }],
  ["AWS_PROFILE", { aws: base, env: { AWS_PROFILE: "dev" } }],
  [
    "the input profile in a file of sharedConfigFiles",
    { aws: { ...base, profile: "dev", sharedConfigFiles: ["{home}/mine"] } },
  ],
];

for (const [what, given] of ways) {
  test(`an endpoint of the default profile is none of ${what}`, async (t) => {
    const seen = await create(t, { ...given, files: files(emulators.file.url) });
    assert.equal(outcome(seen), "created", seen.failure);
    assert.deepEqual(seen.proxied, ["near: CONNECT ivsrealtime.us-west-2.amazonaws.com:443"]);
    assert.deepEqual(
      seen.requests.map(({ at }) => at),
      ["tls"],
    );
  });

  test(`an endpoint of the default profile is none of ${what}, for STS neither`, { skip }, async (t) => {
    const aws = { ...given.aws, assumeRoles, endpoint: emulators.main.url };
    const seen = await create(t, { ...given, aws, files: files(sts.url) });
    // The certificate behind the proxy isn't good for STS: where the call went is all there is to see.
    assert.match(seen.failure ?? "a token was created", /credentials were found/);
    assert.deepEqual([seen.proxied, seen.calls], [["near: CONNECT sts.us-west-2.amazonaws.com:443"], []]);
  });
}
