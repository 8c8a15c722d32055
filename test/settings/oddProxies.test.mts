import assert from "node:assert/strict";
import { test } from "node:test";
import { oddAtFirst, quotingLogin } from "../support/servers.mts";
import { attempt, outcome } from "./support/wire.mts";
import { fromElsewhere, openWorld } from "./support/world.mts";

const world = await openWorld();
const { emulators } = world;
const create = attempt(world);
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
    assert.doesNotMatch(seen.failure ?? "", /not known here/);
    assert.deepEqual([proxy.asked(), seen.requests], [1, []]);
  });
}

for (const [name, emulator] of [
  ["httpProxy", emulators.main],
  ["httpsProxy", emulators.tls],
] as const) {
  test(`${name}: a login that the proxy quotes as it was sent is masked`, async (t) => {
    const proxy = await quotingLogin(t);
    const url = proxy.url.replace("//", "//someone:hush%2Fword@");
    const aws = { endpoint: fromElsewhere(emulator.url), insecure: true, [name]: url };
    const seen = await create(t, { aws });
    assert.match(seen.failure ?? "a token was created", /Basic \[masked\] is refused/);
    const sent = Buffer.from("someone:hush/word").toString("base64");
    assert.doesNotMatch(seen.failure ?? "", new RegExp(`${sent}|hush`));
    assert.equal(proxy.asked(), 1);
  });
}
