import assert from "node:assert/strict";
import { test } from "node:test";
import { answering } from "../support/servers.mts";
import { skip } from "../support/sts.mts";
import { assumeRoles } from "./support/given.mts";
import { attempt, outcome } from "./support/wire.mts";
import { fromElsewhere, openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const { emulators, proxies, sts } = world;
const create = attempt(world);
const files = { "ca.pem": String(emulators.tls.certificate) };
const byProxy = { httpsProxy: proxies.near.url, customCaBundle: "{home}/ca.pem" };

for (const status of [403, 404, 502]) {
  test(`a page with ${status} where STS should be is no answer of IVS Real-Time`, async (t) => {
    const page = await answering(t, {}, () => false, status);
    const aws = { assumeRoles, endpoints: [{ ivsrealtime: emulators.main.url, sts: page.url }] };
    const seen = await create(t, { aws });
    assert.match(seen.failure ?? "a token was created", /credentials were found.*\brole\/video\b/);
    assert.doesNotMatch(seen.failure ?? "", /the answer to CreateParticipantToken|try again/);
    assert.deepEqual(seen.requests, []);
  });
}

test("a proxy before STS that wants a login: a failure to get credentials", async (t) => {
  const endpoints = [{ ivsrealtime: emulators.main.url, sts: fromElsewhere(sts.url) }];
  const aws = { assumeRoles, endpoints, insecure: true, httpProxy: proxies.guarded.url };
  const seen = await create(t, { aws });
  assert.match(seen.failure ?? "a token was created", /credentials were found.*\b407\b/);
  assert.doesNotMatch(seen.failure ?? "", /the answer to CreateParticipantToken/);
  assert.deepEqual(seen.requests, []);
});

test("retryMode is that of STS too", { skip }, async (t) => {
  for (const [retryMode, letter] of [
    ["adaptive", "F"],
    ["standard", "E"],
  ] as const) {
    const endpoints = [{ ivsrealtime: emulators.main.url, sts: sts.url }];
    const seen = await create(t, { aws: { assumeRoles, endpoints, retryMode } });
    assert.equal(outcome(seen), "created", seen.failure);
    const features = /\bm\/(\S+)/.exec(seen.calls[0]?.userAgent ?? "")?.[1]?.split(",");
    assert.deepEqual(
      features?.filter((one) => one === "E" || one === "F"),
      [letter],
    );
  }
});

test("useDualstackEndpoint is that of STS too", async (t) => {
  const aws = { ...byProxy, assumeRoles, useDualstackEndpoint: true };
  const seen = await create(t, { aws, files });
  assert.deepEqual(seen.proxied, ["near: CONNECT sts.us-west-2.api.aws:443"], seen.failure);
});

test("useFipsEndpoint is that of STS too", async (t) => {
  const aws = { ...byProxy, assumeRoles, useFipsEndpoint: true };
  const seen = await create(t, { aws, files });
  assert.deepEqual(seen.proxied, ["near: CONNECT sts-fips.us-west-2.amazonaws.com:443"], seen.failure);
});

test("useFipsEndpoint beside a URL of STS alone: IVS Real-Time by FIPS, STS by the URL", {
  skip,
}, async (t) => {
  const aws = { ...byProxy, assumeRoles, useFipsEndpoint: true, endpoints: [{ sts: sts.url }] };
  const seen = await create(t, { aws, files });
  assert.equal(outcome(seen), "created", seen.failure);
  assert.equal(seen.calls.length, 1);
  assert.deepEqual(seen.proxied, ["near: CONNECT ivsrealtime-fips.us-west-2.amazonaws.com:443"]);
});
