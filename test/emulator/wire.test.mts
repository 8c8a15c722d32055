import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";
import { post } from "../support/signed.mts";

describe("restJson1", () => {
  test("answers JSON with a request ID, a Date by the emulator's clock and an ISO 8601 time", async (t) => {
    const { url } = await startEmulatorFor(t, { clock: clockAt("2026-11-23T14:00:00.500Z") });
    const date = new Date("2026-11-23T14:00:00Z");
    const { status, headers, body, error } = await post(
      url,
      "CreateParticipantToken",
      { stageArn },
      { date },
    );
    assert.deepEqual([status, error], [200, null]);
    assert.equal(headers.get("content-type"), "application/json");
    assert.equal(headers.get("date"), "Mon, 23 Nov 2026 14:00:00 GMT");
    assert.match(headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(
      (body.participantToken as { expirationTime: string }).expirationTime,
      "2026-11-24T02:00:00.000Z",
    );
  });

  test("gives the text of a modelled error as exceptionMessage and of any other as message", async (t) => {
    const { url } = await startEmulatorFor(t);
    const modelled = await post(url, "GetStage", { arn: `${stageArn}x` });
    assert.deepEqual([modelled.status, modelled.error], [404, "ResourceNotFoundException"]);
    assert.deepEqual(Object.keys(modelled.body), ["exceptionMessage"]);
    const other = await post(url, "GetStage", { arn: 1 });
    assert.deepEqual([other.status, other.error], [400, "SerializationException"]);
    assert.deepEqual(Object.keys(other.body), ["message"]);
  });

  const unreadable: [what: string, body: string | Uint8Array][] = [
    ["half an object", "{"],
    ["a list", "[]"],
    ["text", '"x"'],
    ["null", "null"],
    ["bytes that aren't UTF-8", Buffer.from('{"arn":"\xff"}', "latin1")],
  ];
  for (const [what, body] of unreadable) {
    test(`can't read ${what}`, async (t) => {
      const { url } = await startEmulatorFor(t);
      const { status, error } = await post(url, "GetStage", body);
      assert.deepEqual([status, error], [400, "SerializationException"]);
    });
  }

  test("isn't for pages in browsers: OPTIONS is no operation, and no answer lets another origin read it", async (t) => {
    const { url } = await startEmulatorFor(t);
    const asked = { origin: "https://kiosk.example", "access-control-request-method": "POST" };
    const preflight = await fetch(`${url}/ListStages`, { method: "OPTIONS", headers: asked });
    assert.equal(preflight.status, 404);
    const { headers } = await post(url, "ListStages", {}, {}, { headers: { origin: asked.origin } });
    for (const answered of [preflight.headers, headers])
      assert.deepEqual(
        [...answered.keys()].filter((name) => name.startsWith("access-control-")),
        [],
      );
  });

  test("takes an empty body for an empty input", async (t) => {
    const { url } = await startEmulatorFor(t);
    assert.equal((await post(url, "ListStages", "")).status, 200);
    assert.equal((await post(url, "GetStage", "")).error, "ValidationException");
  });

  test("refuses more than 1 MiB and goes on", async (t) => {
    const { url } = await startEmulatorFor(t);
    const { status, error } = await post(url, "GetStage", "x".repeat(1024 * 1024 + 1));
    assert.deepEqual([status, error], [413, "RequestEntityTooLargeException"]);
    assert.equal((await post(url, "GetStage", { arn: stageArn })).status, 200);
  });

  test("knows no other operation, method or path", async (t) => {
    const { url, requests } = await startEmulatorFor(t);
    for (const name of ["CreateChannel", "constructor", "", "GetStage/", "getstage"]) {
      const { status, error } = await post(url, name, {});
      assert.deepEqual([status, error], [404, "UnknownOperationException"], name);
    }
    assert.equal((await fetch(`${url}/GetStage`)).status, 404);
    assert.equal((await fetch(url, { method: "OPTIONS" })).status, 404);
    assert.deepEqual(new Set(requests.map(({ operation }) => operation)), new Set(["UnknownOperation"]));
  });
});

describe("requests", () => {
  test("are what arrived, in order, refused ones included", async (t) => {
    const clock = clockAt("2031-05-06T07:08:09Z");
    const { url, requests } = await startEmulatorFor(t, { clock });
    await post(
      url,
      "GetStage",
      { arn: stageArn },
      { region: "eu-west-1", date: clock() },
      { headers: { "user-agent": "me/1" } },
    );
    await post(url, "ListStages", "{", { accessKeyId: "AKIA" }, { headers: { "user-agent": undefined } });
    await fetch(`${url}/GetStage`, { method: "POST", headers: { "user-agent": "me/2" } });
    assert.deepEqual(requests[0], {
      date: clock(),
      operation: "GetStage",
      status: 404,
      host: new URL(url).host,
      path: "/GetStage",
      region: "eu-west-1",
      accessKeyId: "test",
      hasSessionToken: false,
      userAgent: "me/1",
      input: { arn: stageArn },
    });
    assert.deepEqual(
      [requests[1]?.status, requests[1]?.accessKeyId, requests[1]?.input],
      [403, "AKIA", undefined],
    );
    assert.deepEqual(
      [requests[2]?.region, requests[2]?.accessKeyId, requests.length],
      [undefined, undefined, 3],
    );
  });

  test("say that there was a session token, and not which", async (t) => {
    const { url, requests } = await startEmulatorFor(t);
    await post(url, "ListStages", {}, { sessionToken: "FQoGZXIvYXdzEXAMPLE" });
    assert.equal(requests[0]?.hasSessionToken, true);
    assert.equal(JSON.stringify(requests).includes("EXAMPLE"), false);
  });

  test("hold the path that an endpoint added to the operation's", async (t) => {
    const { url, requests } = await startEmulatorFor(t);
    assert.equal((await post(`${url}/prefix`, "ListStages", {})).error, "UnknownOperationException");
    assert.deepEqual(
      requests.map(({ operation, path }) => [operation, path]),
      [["UnknownOperation", "/prefix/ListStages"]],
    );
  });
});
