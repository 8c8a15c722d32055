import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { stageArn, startEmulatorFor } from "../support/emulators.mts";
import { clockAt } from "../support/scene.mts";
import { post, type Signing, signed } from "../support/signed.mts";

const start = new Date("2026-01-31T23:58:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const input = { arn: stageArn };
const hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const hashOfInput = createHash("sha256").update(JSON.stringify(input)).digest("hex");

const accepted: [what: string, signing: Signing][] = [
  ["a good one", {}],
  ["one of five minutes ago", { date: after(-300) }],
  ["one of five minutes ahead, past midnight", { date: after(300) }],
  ["one over the hash of the body", { headers: { "x-amz-content-sha256": hashOfInput } }],
  ["one over more headers", { headers: { "content-type": "application/json", "x-amz-target": "a  b" } }],
  [
    "one with a header that isn't signed",
    { headers: { "x-amz-user-agent": "x" }, unsigned: "x-amz-user-agent" },
  ],
];

const refused: [what: string, signing: Signing, error: string, text: RegExp][] = [
  [
    "another secret",
    { secretAccessKey: "other" },
    "InvalidSignatureException",
    /^The request signature we calculated/,
  ],
  [
    "another key",
    { accessKeyId: "AKIA" },
    "UnrecognizedClientException",
    /token included in the request is invalid/,
  ],
  ["a session token nobody gave out", { sessionToken: "x" }, "UnrecognizedClientException", /invalid/],
  ["what can't be a region", { region: "us west" }, "InvalidSignatureException", /scoped to a valid region/],
  ["a region that is too long", { region: "a".repeat(33) }, "InvalidSignatureException", /valid region/],
  ["another service", { service: "ivschat" }, "InvalidSignatureException", /correct service: 'ivs'/],
  [
    "another day in its scope",
    { scopeDate: "20260130" },
    "InvalidSignatureException",
    /Date in Credential scope/,
  ],
  [
    "an hour in its scope",
    { scopeDate: "20260131T235800Z" },
    "InvalidSignatureException",
    /Date in Credential scope/,
  ],
  [
    "a date 301 s old",
    { date: after(-301) },
    "InvalidSignatureException",
    /^Signature expired: 20260131T235259Z is now earlier than 20260131T235300Z \(20260131T235800Z - 5 min\.\)$/,
  ],
  [
    "a date 301 s ahead",
    { date: after(301) },
    "InvalidSignatureException",
    /^Signature not yet current: 20260201T000301Z is still later than 20260201T000300Z/,
  ],
  [
    "no signed host",
    { unsigned: "host" },
    "InvalidSignatureException",
    /'Host' or ':authority' must be a 'SignedHeader'/,
  ],
  ["no signed date", { unsigned: "x-amz-date" }, "InvalidSignatureException", /must be a 'SignedHeader'/],
  [
    "the hash of another body",
    { headers: { "x-amz-content-sha256": hashOfNothing } },
    "InvalidSignatureException",
    /calculated/,
  ],
  [
    "no hash of the body",
    { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
    "InvalidSignatureException",
    /calculated/,
  ],
];

const malformed: [what: string, authorization: string | undefined, error: string][] = [
  ["no signature", undefined, "MissingAuthenticationTokenException"],
  ["a bearer token", "Bearer x", "IncompleteSignatureException"],
  ["only an algorithm", "AWS4-HMAC-SHA256 ", "IncompleteSignatureException"],
  [
    "a credential without scope",
    "AWS4-HMAC-SHA256 Credential=test, SignedHeaders=host, Signature=a",
    "IncompleteSignatureException",
  ],
  [
    "no SignedHeaders",
    "AWS4-HMAC-SHA256 Credential=test/20260131/us-west-2/ivs/aws4_request, Signature=a",
    "IncompleteSignatureException",
  ],
];

describe("signature", () => {
  for (const [what, signing] of accepted) {
    test(`accepts ${what}`, async (t) => {
      const { url } = await startEmulatorFor(t, { clock: clockAt(start) });
      const { status, text } = await post(url, "GetStage", input, { date: start, ...signing });
      assert.equal(status, 200, text);
    });
  }

  for (const [what, signing, error, text] of refused) {
    test(`refuses ${what}`, async (t) => {
      const { url } = await startEmulatorFor(t, { clock: clockAt(start) });
      const answer = await post(url, "GetStage", input, { date: start, ...signing });
      assert.deepEqual([answer.status, answer.error], [403, error]);
      assert.match(answer.body.message ?? "", text);
    });
  }

  for (const [what, authorization, error] of malformed) {
    test(`refuses ${what}`, async (t) => {
      const { url } = await startEmulatorFor(t, { clock: clockAt(start) });
      const answer = await post(url, "GetStage", input, { date: start }, { headers: { authorization } });
      assert.deepEqual([answer.status, answer.error], [403, error]);
    });
  }

  test("refuses a body changed after signing", async (t) => {
    const { url } = await startEmulatorFor(t);
    const body = JSON.stringify({ arn: `${stageArn}x` });
    const answer = await post(url, "GetStage", input, {}, { body });
    assert.deepEqual([answer.status, answer.error], [403, "InvalidSignatureException"]);
  });

  test("refuses a signed header changed or taken away after signing", async (t) => {
    const { url } = await startEmulatorFor(t);
    for (const changed of ["text/plain", undefined]) {
      const headers = { "content-type": changed };
      const answer = await post(
        url,
        "GetStage",
        input,
        { headers: { "content-type": "application/json" } },
        { headers },
      );
      assert.equal(answer.error, "InvalidSignatureException");
    }
  });

  test("refuses a signature made for another operation", async (t) => {
    const { url } = await startEmulatorFor(t);
    const other = await post(url, "GetStage", input);
    assert.equal(other.status, 200);
    const date = new Date();
    const { authorization } = signed(url, "/GetStage", JSON.stringify(input), { date });
    const answer = await post(url, "DeleteStage", input, { date }, { headers: { authorization } });
    assert.equal(answer.error, "InvalidSignatureException");
  });

  test("refuses names that every object has as signed headers", async (t) => {
    const { url } = await startEmulatorFor(t, { clock: () => new Date("2026-01-31T23:58:00Z") });
    const credential = "Credential=test/20260131/us-west-2/ivs/aws4_request";
    for (const name of ["__proto__", "constructor", "tostring"]) {
      const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${name};host;x-amz-date, Signature=0`;
      const headers = { authorization, "x-amz-date": "20260131T235800Z" };
      const answer = await fetch(`${url}/GetStage`, { method: "POST", headers, body: "{}" });
      assert.equal(answer.status, 403);
      assert.equal(answer.headers.get("x-amzn-errortype"), "InvalidSignatureException");
    }
  });

  test("wants the credentials it was given, session token included", async (t) => {
    const credentials = { accessKeyId: "ASIA", secretAccessKey: "secret", sessionToken: "session" };
    const { url } = await startEmulatorFor(t, { credentials });
    assert.equal((await post(url, "GetStage", input, credentials)).status, 200);
    const { sessionToken: _, ...without } = credentials;
    assert.equal((await post(url, "GetStage", input, without)).error, "UnrecognizedClientException");
    assert.equal((await post(url, "GetStage", input)).error, "UnrecognizedClientException");
  });

  test("asks for the credentials of each access key if it was given a function for that", async (t) => {
    const first = { accessKeyId: "ASIA1", secretAccessKey: "one", sessionToken: "session" };
    const second = { accessKeyId: "AKIA2", secretAccessKey: "two" };
    const credentials = async (id: string) => [first, second].find(({ accessKeyId }) => accessKeyId === id);
    const { url } = await startEmulatorFor(t, { credentials });
    const error = async (signing: object) => (await post(url, "GetStage", input, signing)).error;
    assert.deepEqual([await error(first), await error(second)], [null, null]);
    for (const unknown of [{}, { ...first, sessionToken: "other" }, { ...second, sessionToken: "session" }])
      assert.equal(await error(unknown), "UnrecognizedClientException");
    assert.equal(await error({ ...first, secretAccessKey: "two" }), "InvalidSignatureException");
  });

  test("comes before the input: a bad signature learns nothing about it", async (t) => {
    const { url } = await startEmulatorFor(t);
    const answer = await post(url, "GetStage", "{", { secretAccessKey: "other" });
    assert.equal(answer.error, "InvalidSignatureException");
  });
});
