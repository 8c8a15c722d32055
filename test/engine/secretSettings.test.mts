import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";

const scene = await openScene("secretSettings");
const secrets = {
  ACCESS_KEY: "AKIASECRETSETTINGS",
  SECRET_KEY: "secret-key-4f00b1",
  SESSION: "session-token-8a6d52",
  EXTERNAL_ID: "external-id-77c3e9",
  OIDC: "oidc-token-1c9f60",
  HTTP_PASSWORD: "http-password-d2b8",
  HTTPS_PASSWORD: "https-password-96ea",
};
for (const [name, text] of Object.entries(secrets)) scene.secret(name, text);

// All in plain, as somebody writes who doesn't think of it. No call is made with them: an update makes none.
const settings = `const { ACCESS_KEY, SECRET_KEY, SESSION, EXTERNAL_ID, OIDC, HTTP_PASSWORD, HTTPS_PASSWORD } = process.env;
  const role = "arn:aws:iam::123456789012:role/video";
  const keys = {
    accessKey: ACCESS_KEY, secretKey: SECRET_KEY, token: SESSION,
    assumeRoles: [{ roleArn: role, externalId: EXTERNAL_ID }, { roleArn: role, externalId: EXTERNAL_ID + "2" }],
    httpProxy: "http://somebody:" + HTTP_PASSWORD + "@127.0.0.1:9",
    httpsProxy: "http://somebody:" + HTTPS_PASSWORD + "@127.0.0.1:9",
    endpoints: [{ sts: "http://127.0.0.1:9" }],
    maxRetries: 0,
  };
  const { accessKey, secretKey, token, ...rest } = keys;
  const web = { ...rest, assumeRoleWithWebIdentity: { roleArn: role, webIdentityToken: OIDC } };
  const later = (value) => pulumi.output(Promise.resolve(value));
  const given = {
    plain: keys,
    web,
    output: later(keys),
    applied: later(1).apply(() => keys),
    nested: { ...keys, accessKey: later(ACCESS_KEY), assumeRoles: later(keys.assumeRoles), httpProxy: later(keys.httpProxy) },
    listed: { ...keys, assumeRoles: keys.assumeRoles.map((one) => later(one)) },
    deep: { ...keys, assumeRoles: [{ roleArn: role, externalId: later(EXTERNAL_ID) }] },
    promised: Promise.resolve(keys),
    secret: pulumi.secret(keys),
  };`;
const names = ["plain", "web", "output", "applied", "nested", "listed", "deep", "promised", "secret"];
const program = (aws: string, options = "{}") => `${settings}
  for (const name of ${JSON.stringify(names)})
    exports[name] = new ParticipantToken(name, { stageArn, aws: ${aws} }, ${options}).participantId;`;
const detailed = ["--diff", "--show-full-output", "--show-sames", "--show-config"];
const ciphertext = ["4dabf18193072939515e22adb298388d", "ciphertext"];

/** What of the settings lies encrypted. */
function encrypted(value: unknown, path = "aws"): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Object.keys(value).sort().join() === ciphertext.join()) return [path];
  return Object.entries(value).flatMap(([name, one]) => encrypted(one, `${path}.${name}`));
}

test("secret settings that a program gives in plain are secrets in previews, state, history, events and output", async () => {
  const stack = await scene.stack("secretSettings", program("given[name]"));
  await stack.preview(detailed);
  await stack.preview(["--json"]);
  await stack.declare(program("undefined"));
  await stack.up();
  scene.journal.take();
  await stack.declare(program("given[name]"));
  await stack.preview(detailed);
  const run = await stack.up(detailed);
  assert.deepEqual(run.steps.toSorted(), names.map((name) => `update ${name}`).toSorted());
  assert.deepEqual(scene.journal.take(), []);
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  const state = await stack.state();
  for (const name of names) {
    for (const side of [state.get(name).inputs, state.get(name).outputs]) {
      assert.notDeepEqual(encrypted(side.aws), [], `${name}: ${JSON.stringify(side.aws)}`);
    }
  }
  // Every call fails, as nobody is at the proxies and the STS: the lines about that are there to be scanned.
  assert.equal((await stack.refresh(["--diff", "--show-sames"])).status, 0);
  for (const args of [
    ["stack", "export"],
    ["stack", "history", "--json"],
    ["stack", "output", "--json"],
  ]) {
    const told = await stack.command([...args, "--stack", "dev"]);
    assert.equal(told.status, 0, told.text);
  }
  await stack.declare(program("undefined"));
  await stack.up(detailed);
});

test("so they are at a creation, and where it fails for them", async () => {
  const keys =
    "{ accessKey: process.env.ACCESS_KEY, secretKey: process.env.SECRET_KEY, token: process.env.SESSION }";
  const stack = await scene.stack("created", `new ParticipantToken("host", { stageArn, aws: ${keys} });`);
  (await stack.fails("up", detailed)).line(/the service refused these AWS credentials/);
});

for (const [how, options] of [
  [
    "gives them",
    "{ transformations: [({ props, opts }) => ({ props: { ...props, aws: given[name] }, opts })] }",
  ],
  [
    "of the newer kind gives them",
    "{ transforms: [({ props, opts }) => ({ props: { ...props, aws: given[name] }, opts })] }",
  ],
  [
    "returns options of its own",
    "{ transformations: [({ props, opts }) => ({ props: { ...props, aws: given[name] }, opts: { ...opts, additionalSecretOutputs: [] } })] }",
  ],
] as const) {
  test(`so they are where a transformation ${how}`, async () => {
    const stack = await scene.stack(`transformed${how.length}`, program("undefined"));
    await stack.up();
    await stack.declare(program("undefined", options));
    await stack.preview(detailed);
    await stack.up(detailed);
    assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
    const state = await stack.state();
    for (const name of names) {
      for (const side of [state.get(name).inputs, state.get(name).outputs]) {
        assert.notDeepEqual(encrypted(side.aws), [], `${name}: ${JSON.stringify(side.aws)}`);
      }
    }
  });
}

test("wrong secret settings are named and not quoted", async () => {
  const bad = `{ accessKey: process.env.ACCESS_KEY + " ", secretKey: process.env.SECRET_KEY, httpProxy: "//u:" + process.env.HTTP_PASSWORD,
    assumeRoles: [{ roleArn: process.env.SECRET_KEY, externalId: process.env.EXTERNAL_ID + " " }],
    assumeRoleWithWebIdentity: process.env.OIDC, retryMode: process.env.SESSION }`;
  const stack = await scene.stack("wrong", `new ParticipantToken("host", { stageArn, aws: ${bad} });`);
  for (const verb of ["preview", "up"]) {
    const run = await stack.fails(verb, detailed);
    for (const name of ["accessKey", "httpProxy", "assumeRoles", "assumeRoleWithWebIdentity", "retryMode"]) {
      assert.match(run.text, new RegExp(`aws\\.${name} `));
    }
  }
});
