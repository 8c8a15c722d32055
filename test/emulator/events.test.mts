import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { joining } from "./support/events.mts";

describe("the events endpoint", () => {
  for (const tls of [false, true]) {
    test(`opens a WebSocket with the client's subprotocol ${tls ? "over TLS" : "in plain"}`, async (t) => {
      const { emulator, token, join } = await joining(t, { tls });
      const client = join();
      await once(client, "open");
      assert.equal(client.protocol, token);
      assert.deepEqual(emulator.requests.at(-1)?.status, 101);
    });
  }

  test("stands in the token, and takes the first of several subprotocols", async (t) => {
    const { token, url, join } = await joining(t);
    const claims = JSON.parse(String(Buffer.from(token.split(".")[1] ?? "", "base64url")));
    assert.equal(claims.events_url, url);
    const client = join(["first", "second"], claims.events_url);
    await once(client, "open");
    assert.equal(client.protocol, "first");
  });

  test("says nothing, whatever it is told, and answers pings and the end", async (t) => {
    const { join } = await joining(t);
    const client = join();
    await once(client, "open");
    client.on("message", () => assert.fail("it said something"));
    client.send("{}");
    client.send(Buffer.alloc(10_000));
    client.ping();
    await once(client, "pong");
    client.close(1000);
    assert.deepEqual((await once(client, "close"))[0], 1000);
  });

  test("takes any token, as it checks none", async (t) => {
    const { join } = await joining(t);
    await once(join("not.a.token"), "open");
  });

  test("leaves one line in the log and one request, with neither the token nor the query", async (t) => {
    const { emulator, lines, token, join } = await joining(t, {
      clock: () => new Date("2031-05-06T07:08:09Z"),
    });
    await once(join(), "open");
    await t.waitFor(() => assert.equal(lines.length, 2), { interval: 1, timeout: 10_000 });
    assert.match(lines[1] ?? "", /^OpenEvents 101 \d+ ms$/);
    const { host } = new URL(emulator.url);
    const unsigned = { region: undefined, accessKeyId: undefined, hasSessionToken: false };
    assert.deepEqual(emulator.requests.slice(1), [
      {
        date: new Date("2031-05-06T07:08:09Z"),
        operation: "OpenEvents",
        status: 101,
        host,
        path: "/events",
        ...unsigned,
        userAgent: undefined,
        input: undefined,
      },
    ]);
    const kept = JSON.stringify([emulator.requests, lines]);
    for (const secret of [...token.split("."), "traceid"]) assert.equal(kept.includes(secret), false);
  });
});
