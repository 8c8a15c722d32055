import assert from "node:assert/strict";
import { test } from "node:test";
import { oddAtFirst, quotingLogin, refusingConnect } from "../support/servers.mts";
import { skip } from "../support/sts.mts";
import { assumeRoles } from "./support/given.mts";
import { createTokens, outcome } from "./support/wire.mts";
import { fromElsewhere, openWorld, proxyPassword } from "./support/world.mts";

const world = await openWorld("sts");
const { emulators, proxies, sts } = world;
const roles = JSON.stringify(assumeRoles);
const create = createTokens(world);

test("loopback is never reached by a proxy, whatever is set", async (t) => {
  const { url } = proxies.near;
  const aws = { httpProxy: url, httpsProxy: url, noProxy: "example.com" };
  for (const endpoint of [emulators.main.url, emulators.main.url.replace("127.0.0.1", "localhost")]) {
    const seen = await create(t, { aws: { ...aws, endpoint } });
    assert.deepEqual([outcome(seen), seen.proxied], ["created", []], seen.failure);
  }
});

test("http goes by httpProxy and https by httpsProxy", async (t) => {
  const both = { httpProxy: proxies.near.url, httpsProxy: proxies.own.url, insecure: true };
  const plain = fromElsewhere(emulators.main.url);
  const http = await create(t, { aws: { ...both, endpoint: plain } });
  assert.deepEqual(http.proxied, [`near: POST ${plain}/CreateParticipantToken`], http.failure);
  const https = await create(t, { aws: { ...both, endpoint: fromElsewhere(emulators.tls.url) } });
  const host = new URL(fromElsewhere(emulators.tls.url)).host;
  assert.deepEqual(https.proxied, [`own: CONNECT ${host}`], https.failure);
});

const guarded = (login: string) => proxies.guarded.url.replace("//", `//${login}@`);

for (const name of ["httpProxy", "httpsProxy"] as const) {
  const endpoint = fromElsewhere((name === "httpProxy" ? emulators.main : emulators.tls).url);
  test(`${name}: a login in its URL is sent to it, and to nothing else`, async (t) => {
    const seen = await create(t, {
      aws: { endpoint, insecure: true, [name]: guarded(`someone:${proxyPassword}`) },
    });
    assert.equal(outcome(seen), "created", seen.failure);
    assert.equal(seen.proxied.length, 1);
  });

  test(`${name}: a login that it doesn't take is an error that says so, without the password`, async (t) => {
    const seen = await create(t, {
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
  const seen = await create(t, { aws });
  assert.match(seen.failure ?? "a token was created", /proxy/i);
});

test("STS is called by the same proxy", { skip }, async (t) => {
  const url = fromElsewhere(sts.url);
  const aws = { endpoint: emulators.main.url, endpoints: [{ sts: url }], insecure: true };
  const config = { "ivs-realtime:assumeRoles": roles, "ivs-realtime:httpProxy": proxies.own.url };
  const seen = await create(t, { aws, config });
  assert.equal(outcome(seen), "created", seen.failure);
  assert.deepEqual(seen.proxied, [`own: POST ${url}/`]);
});

test("httpProxy: call after call of one program goes through it, each with its whole URL", async (t) => {
  const endpoint = fromElsewhere(emulators.main.url);
  const aws = { endpoint, insecure: true, httpProxy: proxies.aws.url };
  for (const seen of [await create(t, { aws }), await create(t, { aws })]) {
    assert.equal(outcome(seen), "created", seen.failure);
    assert.deepEqual(seen.proxied, [`aws: POST ${endpoint}/CreateParticipantToken`]);
  }
});

test("httpsProxy: call after call of one program goes through it, in a tunnel that is used again", async (t) => {
  const endpoint = fromElsewhere(emulators.tls.url);
  const aws = { endpoint, insecure: true, httpsProxy: proxies.aws.url };
  const seen = [await create(t, { aws }), await create(t, { aws })];
  assert.deepEqual(seen.map(outcome), ["created", "created"], seen[1]?.failure);
  const tunnels = seen.flatMap(({ proxied }) => proxied);
  assert.equal(tunnels[0], `aws: CONNECT ${new URL(endpoint).host}`);
  assert.ok(tunnels.length <= 2, tunnels.join("\n"));
});

const endpoint = fromElsewhere(emulators.tls.url);

for (const [what, says] of [
  ["hangs up on CONNECT", ""],
  ["answers CONNECT with garbage", "hello\n"],
] as const) {
  test(`a proxy that ${what} is asked again`, async (t) => {
    const proxy = await oddAtFirst(t, says);
    const seen = await create(t, {
      aws: { endpoint, insecure: true, httpsProxy: proxy.url, maxRetries: 1 },
    });
    assert.equal(outcome(seen), "created", seen.failure);
    assert.deepEqual([proxy.asked(), seen.requests.length], [2, 1]);
  });

  test(`a proxy that ${what}, without another attempt: the error names it and is a known one`, async (t) => {
    const proxy = await oddAtFirst(t, says);
    const seen = await create(t, {
      aws: { endpoint, insecure: true, httpsProxy: proxy.url, maxRetries: 0 },
    });
    assert.match(seen.failure ?? "a token was created", new RegExp(`through the proxy ${proxy.url}`));
    assert.doesNotMatch(seen.failure ?? "", /in an unknown way/);
    assert.deepEqual([proxy.asked(), seen.requests], [1, []]);
  });
}

for (const [name, emulator] of [
  ["httpProxy", emulators.main],
  ["httpsProxy", emulators.tls],
] as const) {
  for (const login of ["someone:hush%2Fword", "hush%2Fkey"]) {
    test(`${name}: a proxy that refuses ${login} is named as that, and a login that it quotes is masked`, async (t) => {
      const proxy = await quotingLogin(t);
      const url = proxy.url.replace("//", `//${login}@`);
      const aws = { endpoint: fromElsewhere(emulator.url), insecure: true, [name]: url };
      const seen = await create(t, { aws });
      const failure = seen.failure ?? "a token was created";
      assert.ok(
        failure.includes(`the proxy ${proxy.url} wants credentials, or refuses those that it got`),
        failure,
      );
      assert.match(failure, name === "httpProxy" ? /Basic \[masked\] is refused/ : /\[EPROXY407\]/);
      const [user = "", password = ""] = decodeURIComponent(login).split(":");
      const sent = Buffer.from(`${user}:${password}`).toString("base64");
      assert.ok(!failure.includes(sent) && !failure.includes("hush"), failure);
      assert.equal(proxy.asked(), 1);
    });
  }
}

for (const [status, asked] of [
  [501, 1],
  [403, 1],
  [503, 3],
] as const) {
  test(`a proxy that answers ${status} to CONNECT is asked ${asked} times, and isn't taken for the service`, async (t) => {
    const proxy = await refusingConnect(t, status);
    const seen = await create(t, { aws: { endpoint, insecure: true, httpsProxy: proxy.url, maxRetries: 2 } });
    assert.match(
      seen.failure ?? "a token was created",
      /could not be reached, as that proxy refuses to connect to it/,
    );
    assert.ok(seen.failure?.includes(proxy.url), seen.failure);
    assert.doesNotMatch(seen.failure ?? "", /token was minted/);
    assert.deepEqual([proxy.asked(), seen.requests], [asked, []]);
  });
}
