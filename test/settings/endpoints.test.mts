import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "../support/sts.mts";
import { assumeRoles } from "./support/given.mts";
import { attempt, outcome } from "./support/wire.mts";
import { fromElsewhere, openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const { emulators, proxies, sts } = world;
const roles = JSON.stringify(assumeRoles);
const create = attempt(world);

test("plain http to another machine is an error before any call, unless insecure", async (t) => {
  const endpoint = fromElsewhere(emulators.main.url);
  const refused = await create(t, { config: { "ivs-realtime:endpoint": endpoint } });
  assert.match(refused.failure ?? "a token was created", /ivs-realtime:endpoint.*insecure/);
  assert.deepEqual(refused.requests, []);
  const taken = await create(t, { config: { "ivs-realtime:endpoint": endpoint }, aws: { insecure: true } });
  assert.equal(outcome(taken), "created", taken.failure);
});

test("plain http to another machine's STS is an error too", { skip }, async (t) => {
  const aws = { endpoint: emulators.main.url, endpoints: [{ sts: fromElsewhere(sts.url) }] };
  const seen = await create(t, { aws, config: { "ivs-realtime:assumeRoles": roles } });
  assert.match(
    seen.failure ?? "a token was created",
    /\bsts in the input aws\.endpoints is plain http\b.*insecure/,
  );
  assert.deepEqual(seen.calls, []);
});

test("FIPS and dual-stack together", async (t) => {
  const aws = { useFipsEndpoint: true, useDualstackEndpoint: true, customCaBundle: "{home}/ca.pem" };
  const files = { "ca.pem": String(emulators.tls.certificate) };
  const seen = await create(t, { aws: { ...aws, httpsProxy: proxies.near.url }, files });
  assert.equal(outcome(seen), "created", seen.failure);
  assert.deepEqual(seen.proxied, ["near: CONNECT ivsrealtime-fips.us-west-2.api.aws:443"]);
});

test("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS leaves out the endpoints of environment and files alone", async (t) => {
  const env = {
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
    AWS_ENDPOINT_URL: emulators.env.url,
    AWS_ENDPOINT_URL_IVS_REALTIME: emulators.env.url,
    HTTPS_PROXY: proxies.env.url,
    AWS_CA_BUNDLE: "{home}/ca.pem",
  };
  const files = {
    "ca.pem": String(emulators.tls.certificate),
    ".aws/config": `[default]\nendpoint_url = ${emulators.file.url}\n`,
  };
  const left = await create(t, { env, files });
  assert.deepEqual(left.proxied, ["env: CONNECT ivsrealtime.us-west-2.amazonaws.com:443"], left.failure);
  const kept = await create(t, { env, files, aws: { endpoint: emulators.near.url } });
  assert.deepEqual(
    kept.requests.map(({ at }) => at),
    ["near"],
  );
});
