import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { fromElsewhere } from "./support/elsewhere.mts";
import { type Given, together } from "./support/given.mts";
import { asVariables, keys } from "./support/keys.mts";
import { proxyPassword } from "./support/proxies.mts";
import { outcome } from "./support/sees.mts";
import { withoutSts } from "./support/sts.mts";
import { type Seen, wire } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld("sts");
const { emulators, proxies, sts } = world;
const roles = JSON.stringify([{ roleArn: "arn:aws:iam::123456789012:role/video" }]);
const skip = withoutSts ?? false;

function attempt(t: TestContext, given: Given): Promise<Seen> {
  return wire(t, world, together(given, { env: { ...asVariables(keys.env), AWS_MAX_ATTEMPTS: "1" } }));
}

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
