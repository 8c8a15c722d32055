import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { openScene, stageArn } from "../support/scene.mts";
import { goldenProviderText } from "../support/stackState.mts";
import { secretSignature } from "../support/wellKnown.mts";

const { version } = createRequire(import.meta.url)("pulumi-ivs-realtime/package.json");
const scene = await openScene("create");
const attribute = scene.secret("ROLE", "attribute-2f0c9d");
const stack = await scene.stack(
  "create",
  `const host = new ParticipantToken("host", {
     stageArn, userId: "bob", attributes: pulumi.secret({ role: process.env.ROLE }),
   });
   for (const name of ["token", "participantId", "expirationTime", "rotationTime", "issuedTime", "requestId",
     "stageArn", "userId", "attributes", "capabilities", "duration", "autoRotate",
     "disconnectOnDelete"]) exports[name] = host[name];
   exports.url = pulumi.interpolate\`https://example.invalid/#\${host.token}\`;`,
);

test("creates with one call", async () => {
  const run = await stack.up();
  assert.deepEqual([run.steps, run.lines], [["create host"], []]);
  assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200"]);
});

test("the call asks for what was declared, in the stage's region, by name and version", () => {
  const [request] = scene.emulator.requests;
  assert.ok(request);
  assert.deepEqual(request.input, {
    stageArn,
    userId: "bob",
    attributes: { role: attribute },
    capabilities: ["PUBLISH", "SUBSCRIBE"],
    duration: 720,
  });
  assert.equal(request.region, "us-west-2");
  assert.ok(request.userAgent?.includes(`pulumi-ivs-realtime/${version}`), request.userAgent);
});

test("all outputs have the API's names, with the defaults filled in", async () => {
  const { requestId, participantId, ...outputs } = await stack.outputs();
  assert.match(String(requestId), /^[0-9a-f-]{36}$/);
  assert.equal(participantId, (await stack.state()).get("host").id);
  assert.deepEqual(outputs, {
    token: scene.tokens[0],
    url: `https://example.invalid/#${scene.tokens[0]}`,
    expirationTime: "2031-05-01T12:00:00Z",
    rotationTime: "2031-05-01T08:00:00Z",
    issuedTime: "2031-05-01T00:00:00Z",
    stageArn,
    userId: "bob",
    attributes: { role: attribute },
    capabilities: ["PUBLISH", "SUBSCRIBE"],
    duration: 720,
    autoRotate: true,
    disconnectOnDelete: false,
  });
});

test("token, what is made from it and secret inputs are secret where they show", async () => {
  const run = await stack.command(["stack", "output", "--json", "--stack", "dev"]);
  const shown = JSON.parse(run.stdout) as Record<string, unknown>;
  const secret = Object.keys(shown).filter((name) => shown[name] === "[secret]");
  assert.deepEqual(secret.sort(), ["attributes", "token", "url"]);
});

test("state holds the token encrypted and the provider as a text that never changes", async () => {
  const { inputs, outputs } = (await stack.state()).get("host");
  for (const value of [outputs.token, inputs.attributes, outputs.attributes]) {
    assert.deepEqual(Object.keys(value as object).sort(), [secretSignature.key, "ciphertext"]);
  }
  assert.equal(inputs.__provider, goldenProviderText);
  assert.equal(outputs.__provider, goldenProviderText);
  assert.equal(goldenProviderText.length, 102);
});

test("a second and a third up change nothing and call nobody", async () => {
  const before = await stack.outputs();
  for (const _ of [2, 3]) {
    const run = await stack.up(["--expect-no-changes"]);
    assert.deepEqual([run.steps, run.lines], [[], []]);
    assert.deepEqual(await stack.outputs(), before);
  }
  assert.deepEqual(scene.journal.take(), []);
});

test("a preview needs neither credentials nor a service that answers", async () => {
  const nobody = "http://127.0.0.1:9";
  const env = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_ENDPOINT_URL_IVS_REALTIME: nobody,
  };
  const fresh = await scene.stack("first", 'new ParticipantToken("host", { stageArn });');
  assert.deepEqual((await fresh.preview([], { env })).steps, ["create host"]);
  assert.deepEqual((await stack.preview([], { env })).steps, []);
  scene.clock.set("2031-05-01T08:00:00Z");
  assert.deepEqual((await stack.preview([], { env })).steps.slice(0, 1), [
    "create-replacement host [expirationTime]",
  ]);
});

test("destroy removes it without a call", async () => {
  const run = await stack.destroy();
  assert.deepEqual([run.steps, run.lines], [["delete host"], []]);
  assert.deepEqual(scene.journal.take(), []);
  assert.deepEqual((await stack.state()).names, []);
});
