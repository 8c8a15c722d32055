import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type TestContext, test } from "node:test";
import { stageArn } from "../support/emulators.mts";
import {
  loopbackServer,
  refusingConnect,
  startFixedAnswers,
  startHangUpServer,
} from "../support/servers.mts";
import { asSettings, assumeRoles, asVariables, type Given, keys, mergeGiven } from "./support/given.mts";
import { asEngine, type Observed, observe, provider } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const { main } = world.emulators;
const base = {
  env: { ...asVariables(keys.env), AWS_ENDPOINT_URL_IVS_REALTIME: main.url, AWS_MAX_ATTEMPTS: "1" },
};
const made = { stageArn, duration: 60, disconnectOnDelete: true };
const gone = { ...made, stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/GoneGoneGone" };

const calls = ({ requests }: Observed<unknown>) =>
  requests.map(({ operation, accessKeyId, status }) => `${operation} ${accessKeyId} ${status}`);

/** Whether a token with these settings of its own, whose stage is gone, stays in the state. */
async function refreshed(t: TestContext, given: Given): Promise<Observed<"kept" | "dropped">> {
  return observe(t, world, mergeGiven(given, base), async ({ aws }) => {
    const state = { ...gone, aws, participantId: "abcdABCDefgh", expirationTime: "2126-01-01T00:00:00.000Z" };
    const { id } = await provider.read(state.participantId, state);
    return id === "" ? "dropped" : "kept";
  });
}

test("read: where a token's own credentials are refused, no stage that others don't find is gone", async (t) => {
  const { accessKeyId } = keys.own;
  t.after(main.fault({ operation: "GetStage", status: 403, name: "ExpiredTokenException", times: 1 }));
  const seen = await refreshed(t, { aws: asSettings(keys.own) });
  assert.deepEqual(calls(seen), [`GetStage ${accessKeyId} 403`, `GetStage ${keys.env.accessKeyId} 404`]);
  assert.equal(seen.result, "kept", seen.said.join("\n"));
  assert.equal(seen.said.length, 2, seen.said.join("\n"));
  assert.match(seen.said[0] ?? "", /those of stack config and environment are used.*ExpiredTokenException/);
  assert.match(
    seen.said[1] ?? "",
    /are kept as they are: .*with those .*was not found.*ResourceNotFoundException/,
  );
});

test("read: a stage that the token's own credentials don't find is gone", async (t) => {
  const seen = await refreshed(t, { aws: asSettings(keys.near) });
  assert.deepEqual(calls(seen), [`GetStage ${keys.near.accessKeyId} 404`]);
  assert.equal(seen.result, "dropped", seen.said.join("\n"));
});

test("read: an STS that can't be reached says nothing of the credentials: nobody else's are used", async (t) => {
  const sts = await startHangUpServer(t);
  const aws = { assumeRoles, endpoints: [{ ivsrealtime: main.url, sts: sts.url }], maxRetries: 0 };
  const seen = await refreshed(t, { aws });
  assert.deepEqual(calls(seen), []);
  assert.equal(seen.result, "kept", seen.said.join("\n"));
  assert.equal(seen.said.length, 1, seen.said.join("\n"));
  assert.match(seen.said[0] ?? "", /are kept as they are: .*role\/video.*\b(ECONNRESET|EPIPE)\b/);
});

/** An STS that answers each call so. */
async function failingSts(t: TestContext, status: number, code: string, message = "no"): Promise<string> {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  const server = createServer((_, response) =>
    response.writeHead(status, { "content-type": "text/xml" }).end(`<ErrorResponse>${error}</ErrorResponse>`),
  );
  const { url, close } = await loopbackServer(server);
  t.after(close);
  return url;
}

const clockRefusal = "Signature expired: 20260301T000000Z is now earlier than 20260301T001000Z";
const passing: [string, (t: TestContext) => Promise<Record<string, string>>, RegExp][] = [
  [
    "that fails on its side",
    async (t) => ({ sts: await failingSts(t, 503, "ServiceUnavailable") }),
    /since http:\S+ \(.*\), asked for credentials, failed on its side: .*\[ServiceUnavailable: no/,
  ],
  [
    "that throttles",
    async (t) => ({ sts: await failingSts(t, 400, "Throttling") }),
    /since http:\S+ \(.*\), asked for credentials, gets more calls than it takes: .*\[Throttling: no/,
  ],
  [
    "that refuses this machine's clock",
    async (t) => ({ sts: await failingSts(t, 403, "SignatureDoesNotMatch", clockRefusal) }),
    /since http:\S+ \(.*\), asked for credentials, refused the request's time: correct this machine's clock/,
  ],
  [
    "that is a page of a proxy",
    async (t) => ({ sts: (await startFixedAnswers(t, {}, () => false, 502)).url }),
    /what gives them could not be asked: .*\[unreadable answer; HTTP 502/,
  ],
  [
    "that says nothing",
    async (t) => {
      const { url, close } = await loopbackServer(createServer(() => {}));
      t.after(close);
      return { sts: url };
    },
    /what gives them could not be asked: .*\[TimeoutError/,
  ],
  [
    "that a proxy refuses to connect to",
    async (t) => ({ httpsProxy: (await refusingConnect(t, 503)).url }),
    /what gives them could not be asked: .*\[EPROXY503/,
  ],
];
for (const [what, start, said] of passing) {
  test(`read: an STS ${what} says nothing of the credentials: nobody else's are used`, async (t) => {
    const { sts, ...more } = await start(t);
    const endpoints = [{ ivsrealtime: main.url, ...(sts && { sts }) }];
    const seen = await refreshed(t, {
      aws: { assumeRoles, endpoints, maxRetries: 0, readTimeout: 1, ...more },
    });
    assert.deepEqual(calls(seen), []);
    assert.equal(seen.result, "kept", seen.said.join("\n"));
    assert.match(seen.said.join("\n"), said);
  });
}

for (const code of ["AccessDenied", "ExpiredToken", "InvalidIdentityToken"]) {
  test(`read: where STS answers ${code}, others' credentials are used`, async (t) => {
    const endpoints = [{ ivsrealtime: main.url, sts: await failingSts(t, 403, code) }];
    const seen = await refreshed(t, { aws: { assumeRoles, endpoints, maxRetries: 0 } });
    assert.deepEqual(calls(seen), [`GetStage ${keys.env.accessKeyId} 404`]);
    assert.match(seen.said[0] ?? "", /those of stack config and environment are used, since no usable/);
  });
}

/** Creates a token, lets its participant join, and deletes it where its state has other settings of its own by then. */
async function joinedAndDeleted(given: Given): Promise<string | undefined> {
  const { inputs } = await provider.check({}, { ...made, __resourceName: "host" });
  const { id, outs } = await provider.create(asEngine(inputs));
  const state = { ...asEngine(outs), aws: given.aws };
  await main.join(String(asEngine(outs).token));
  return provider.delete(id, state).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

test("delete: where a token's own files are gone, others' credentials disconnect its participant", async (t) => {
  const aws = { profile: "gone", sharedCredentialsFiles: ["/gone"] };
  const seen = await observe(t, world, mergeGiven({ aws }, base), joinedAndDeleted);
  assert.equal(seen.result, undefined);
  const { accessKeyId } = keys.env;
  assert.deepEqual(calls(seen), [
    `CreateParticipantToken ${accessKeyId} 200`,
    `DisconnectParticipant ${accessKeyId} 200`,
  ]);
  assert.match(
    seen.said.at(-1) ?? "",
    /those of stack config and environment are used.*aws\.sharedCredentialsFiles.*\/gone/,
  );
});
