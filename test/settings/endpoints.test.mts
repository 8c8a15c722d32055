import assert from "node:assert/strict";
import { test } from "node:test";
import { rootCertificates } from "node:tls";
import { skip } from "../support/sts.mts";
import { assumeRoles } from "./support/given.mts";
import { createTokens, outcome } from "./support/wire.mts";
import { fromElsewhere, openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const { emulators, proxies, sts } = world;
const roles = JSON.stringify(assumeRoles);
const create = createTokens(world);

// The first here that sets insecure as input: each warning is given once in a process.
test("insecure takes any certificate, and each run says so in one line", async (t) => {
  const seen = [];
  for (const userId of ["bob", "ann"]) {
    const aws = { endpoint: emulators.tls.url, insecure: true };
    seen.push(await create(t, { aws, inputs: { userId } }));
  }
  assert.deepEqual(seen.map(outcome), ["created", "created"], seen[0]?.failure);
  const said = seen.flatMap((one) => one.said);
  assert.equal(
    said.filter((line) => /\binsecure\b.*the input aws\.insecure/.test(line)).length,
    1,
    said.join("\n"),
  );
});

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

test("a certificate that nobody knows: the error names customCaBundle, AWS_CA_BUNDLE and the endpoint", async (t) => {
  const seen = await create(t, { aws: { endpoint: emulators.tls.url } });
  assert.match(seen.failure ?? "a token was created", /customCaBundle.*AWS_CA_BUNDLE/);
  assert.match(seen.failure ?? "", new RegExp(emulators.tls.url));
});

test("a CA bundle that isn't there, or holds no certificate: an error that names it and where it was set", async (t) => {
  const files = { "empty.pem": "nothing\n" };
  for (const path of ["{home}/none.pem", "{home}/empty.pem"]) {
    const config = { "ivs-realtime:customCaBundle": path };
    const seen = await create(t, { aws: { endpoint: emulators.tls.url }, config, files });
    assert.match(seen.failure ?? "a token was created", /ivs-realtime:customCaBundle/);
    assert.deepEqual(seen.requests, []);
  }
});

test("a CA bundle with several certificates trusts each", async (t) => {
  const pem = `# another\n${rootCertificates[0]}\n${emulators.tls.certificate}`;
  const aws = { endpoint: emulators.tls.url, customCaBundle: "{home}/ca.pem" };
  const seen = await create(t, { aws, files: { "ca.pem": pem } });
  assert.equal(outcome(seen), "created", seen.failure);
});

test("insecure in config counts whatever AWS_CA_BUNDLE says", async (t) => {
  const seen = await create(t, {
    aws: { endpoint: emulators.tls.url },
    config: { "ivs-realtime:insecure": "true" },
    env: { AWS_CA_BUNDLE: "{home}/wrong.pem" },
    files: { "wrong.pem": String(emulators.otherTls.certificate) },
  });
  assert.equal(outcome(seen), "created", seen.failure);
});

test("a name that isn't found is looked up again, as often as maxRetries says", async (t) => {
  const seen = await create(t, { aws: { maxRetries: 2, debug: true } });
  const missed = seen.said.flatMap((line) => /attempt (\d): no answer \(ENOTFOUND\)/.exec(line)?.[1] ?? []);
  assert.deepEqual(missed, ["1", "2", "3"], seen.said.join("\n"));
  assert.match(seen.failure ?? "a token was created", /\bENOTFOUND\b.*\b3 attempts\b/);
});

test("certificates are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says, through a proxy too", async (t) => {
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  const { url } = emulators.tls;
  for (const aws of [{ endpoint: url }, { endpoint: fromElsewhere(url), httpsProxy: proxies.near.url }]) {
    const seen = await create(t, { aws, env });
    assert.match(
      seen.failure ?? "a token was created",
      /is not trusted: .*NODE_TLS_REJECT_UNAUTHORIZED has no effect/,
    );
    assert.deepEqual(seen.requests, []);
  }
});
