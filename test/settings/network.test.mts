import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { rootCertificates } from "node:tls";
import { fromElsewhere } from "./support/elsewhere.mts";
import { type Given, together } from "./support/given.mts";
import { asVariables, keys } from "./support/keys.mts";
import { proxyPassword } from "./support/proxies.mts";
import { outcome } from "./support/sees.mts";
import { withoutSts } from "./support/sts.mts";
import { type Seen, wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const { emulators, proxies, sts } = world;
const roles = JSON.stringify([{ roleArn: "arn:aws:iam::123456789012:role/video" }]);
const skip = withoutSts ?? false;

function attempt(t: TestContext, given: Given): Promise<Seen> {
  return wire(t, world, together(given, { env: { ...asVariables(keys.env), AWS_MAX_ATTEMPTS: "1" } }));
}

test("a certificate that nobody knows: the error names customCaBundle, AWS_CA_BUNDLE and the endpoint", async (t) => {
  const seen = await attempt(t, { aws: { endpoint: emulators.tls.url } });
  assert.match(seen.failure ?? "a token was created", /customCaBundle.*AWS_CA_BUNDLE/);
  assert.match(seen.failure ?? "", new RegExp(emulators.tls.url));
});

test("a CA bundle that isn't there, or holds no certificate: an error that names it and where it was set", async (t) => {
  const files = { "empty.pem": "nothing\n" };
  for (const path of ["{home}/none.pem", "{home}/empty.pem"]) {
    const config = { "ivs-realtime:customCaBundle": path };
    const seen = await attempt(t, { aws: { endpoint: emulators.tls.url }, config, files });
    assert.match(seen.failure ?? "a token was created", /ivs-realtime:customCaBundle/);
    assert.deepEqual(seen.requests, []);
  }
});

test("a CA bundle with several certificates trusts each", async (t) => {
  const pem = `# another\n${rootCertificates[0]}\n${emulators.tls.certificate}`;
  const aws = { endpoint: emulators.tls.url, customCaBundle: "{home}/ca.pem" };
  const seen = await attempt(t, { aws, files: { "ca.pem": pem } });
  assert.equal(outcome(seen), "created", seen.failure);
});

test("insecure takes any certificate, and each run says so in one line", async (t) => {
  const seen = [];
  for (const userId of ["bob", "ann"]) {
    const aws = { endpoint: emulators.tls.url, insecure: true };
    seen.push(await attempt(t, { aws, inputs: { userId } }));
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
  const refused = await attempt(t, { config: { "ivs-realtime:endpoint": endpoint } });
  assert.match(refused.failure ?? "a token was created", /ivs-realtime:endpoint.*insecure/);
  assert.deepEqual(refused.requests, []);
  const taken = await attempt(t, { config: { "ivs-realtime:endpoint": endpoint }, aws: { insecure: true } });
  assert.equal(outcome(taken), "created", taken.failure);
});

test("plain http to another machine's STS is an error too", { skip }, async (t) => {
  const aws = { endpoint: emulators.main.url, endpoints: [{ sts: fromElsewhere(sts.url) }] };
  const seen = await attempt(t, { aws, config: { "ivs-realtime:assumeRoles": roles } });
  assert.match(seen.failure ?? "a token was created", /aws\.endpoints.*insecure/);
  assert.deepEqual(seen.calls, []);
});

test("loopback is never reached by a proxy, whatever is set", async (t) => {
  const { url } = proxies.near;
  const aws = { httpProxy: url, httpsProxy: url, noProxy: "example.com" };
  for (const endpoint of [emulators.main.url, emulators.main.url.replace("127.0.0.1", "localhost")]) {
    const seen = await attempt(t, { aws: { ...aws, endpoint } });
    assert.deepEqual([outcome(seen), seen.proxied], ["created", []], seen.failure);
  }
});

test("http goes by httpProxy and https by httpsProxy", async (t) => {
  const both = { httpProxy: proxies.near.url, httpsProxy: proxies.own.url, insecure: true };
  const plain = fromElsewhere(emulators.main.url);
  const http = await attempt(t, { aws: { ...both, endpoint: plain } });
  assert.deepEqual(http.proxied, [`near: POST ${plain}/CreateParticipantToken`], http.failure);
  const https = await attempt(t, { aws: { ...both, endpoint: fromElsewhere(emulators.tls.url) } });
  const host = new URL(fromElsewhere(emulators.tls.url)).host;
  assert.deepEqual(https.proxied, [`own: CONNECT ${host}`], https.failure);
});

const guarded = (login: string) => proxies.guarded.url.replace("//", `//${login}@`);

for (const name of ["httpProxy", "httpsProxy"] as const) {
  const endpoint = fromElsewhere((name === "httpProxy" ? emulators.main : emulators.tls).url);
  test(`${name}: a login in its URL is sent to it, and to nothing else`, async (t) => {
    const seen = await attempt(t, {
      aws: { endpoint, insecure: true, [name]: guarded(`someone:${proxyPassword}`) },
    });
    assert.equal(outcome(seen), "created", seen.failure);
    assert.equal(seen.proxied.length, 1);
  });

  test(`${name}: a login that it doesn't take is an error that says so, without the password`, async (t) => {
    const seen = await attempt(t, {
      aws: { endpoint, insecure: true, [name]: guarded("someone:hush-wrong") },
    });
    assert.match(seen.failure ?? "a token was created", /proxy/i);
    assert.match(seen.failure ?? "", /407/);
    assert.doesNotMatch(seen.failure ?? "", /hush|c29tZW9uZTpodXNo/);
    assert.deepEqual(seen.requests, []);
  });
}

test("a proxy that isn't there is named as that", async (t) => {
  const aws = {
    endpoint: fromElsewhere(emulators.main.url),
    insecure: true,
    httpProxy: "http://127.0.0.1:9",
  };
  const seen = await attempt(t, { aws });
  assert.match(seen.failure ?? "a token was created", /proxy/i);
});

test("STS is called by the same proxy", { skip }, async (t) => {
  const url = fromElsewhere(sts.url);
  const aws = { endpoint: emulators.main.url, endpoints: [{ sts: url }], insecure: true };
  const config = { "ivs-realtime:assumeRoles": roles, "ivs-realtime:httpProxy": proxies.own.url };
  const seen = await attempt(t, { aws, config });
  assert.equal(outcome(seen), "created", seen.failure);
  assert.deepEqual(seen.proxied, [`own: POST ${url}/`]);
});

test("FIPS and dual-stack together", async (t) => {
  const aws = { useFipsEndpoint: true, useDualstackEndpoint: true, customCaBundle: "{home}/ca.pem" };
  const files = { "ca.pem": String(emulators.tls.certificate) };
  const seen = await attempt(t, { aws: { ...aws, httpsProxy: proxies.near.url }, files });
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
  const left = await attempt(t, { env, files });
  assert.deepEqual(left.proxied, ["env: CONNECT ivsrealtime.us-west-2.amazonaws.com:443"], left.failure);
  const kept = await attempt(t, { env, files, aws: { endpoint: emulators.near.url } });
  assert.deepEqual(
    kept.requests.map(({ at }) => at),
    ["near"],
  );
});

for (const [name, { url }] of [
  ["httpProxy", emulators.main],
  ["httpsProxy", emulators.tls],
] as const) {
  test(`${name}: call after call of one program goes through it`, async (t) => {
    const aws = { endpoint: fromElsewhere(url), insecure: true, [name]: proxies.aws.url };
    const seen = [await attempt(t, { aws }), await attempt(t, { aws })];
    assert.deepEqual(seen.map(outcome), ["created", "created"]);
    assert.deepEqual(
      seen[1]?.proxied.filter((line) => !/^aws: (CONNECT 0|POST http:)/.test(line)),
      [],
    );
    assert.ok(Number(seen[1]?.seconds) < 10, `the second took ${seen[1]?.seconds} s`);
  });
}
