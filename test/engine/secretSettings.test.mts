import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "../support/scene.mts";
import type { Stack } from "../support/stack.mts";
import { secretSignature } from "../support/wellKnown.mts";

const configKeys = { accessKeyId: "AKIACONFIG", secretAccessKey: "not-told-in-lines" };
const known = [configKeys, { accessKeyId: "test", secretAccessKey: "test" }];
const scene = await openScene("secretSettings", {
  credentials: (id) => known.find(({ accessKeyId }) => accessKeyId === id),
});
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
const program = (aws: string) => `${settings}
  for (const name of ${JSON.stringify(names)})
    exports[name] = new ParticipantToken(name, { stageArn, aws: ${aws} }).participantId;`;
const detailed = ["--diff", "--show-full-output", "--show-sames", "--show-config"];
const ciphertext = [secretSignature.key, "ciphertext"];

/** What of the settings lies encrypted. */
function encrypted(value: unknown, path = "aws"): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Object.keys(value).sort().join() === ciphertext.join()) return [path];
  return Object.entries(value).flatMap(([name, one]) => encrypted(one, `${path}.${name}`));
}

async function assertEncrypted(stack: Stack, tokens: readonly string[]): Promise<void> {
  const state = await stack.state();
  for (const name of tokens) {
    for (const side of [state.get(name).inputs, state.get(name).outputs]) {
      assert.notDeepEqual(encrypted(side.aws), [], `${name}: ${JSON.stringify(side.aws)}`);
    }
  }
}

test("secret settings that a program sets in plaintext are secrets in previews, state, history, events and output", async () => {
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
  await assertEncrypted(stack, names);
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

/** How a transformation may hand in the settings that no program gave. */
const transformed = {
  given: "{ transformations: [({ props, opts }) => ({ props: { ...props, aws: given[name] }, opts })] }",
  newer: "{ transforms: [({ props, opts }) => ({ props: { ...props, aws: given[name] }, opts })] }",
  uncovered:
    "{ transformations: [({ props, opts }) => ({ props: { ...props, aws: given[name] }, opts: { ...opts, additionalSecretOutputs: [] } })] }",
};

test("so they are if a transformation sets them, of either kind, and if it returns its own options", async () => {
  const all = Object.keys(transformed).flatMap((how) => names.map((name) => `${how}-${name}`));
  const tokens = (options: Record<string, string>) => `${settings}
    for (const name of ${JSON.stringify(names)}) {
      const options = { ${Object.entries(options)
        .map(([how, text]) => `${how}: ${text}`)
        .join(", ")} };
      for (const how of ${JSON.stringify(Object.keys(transformed))})
        new ParticipantToken(how + "-" + name, { stageArn }, options[how]);
    }`;
  const stack = await scene.stack("transformed", tokens({}));
  await stack.up();
  await stack.declare(tokens(transformed));
  await stack.preview(detailed);
  const run = await stack.up(detailed);
  assert.deepEqual(run.steps.toSorted(), all.map((name) => `update ${name}`).toSorted());
  assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  await assertEncrypted(stack, all);
});

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

const two = `for (const name of ["one", "two"]) new ParticipantToken(name, { stageArn });`;
const plain = { "aws:accessKey": configKeys.accessKeyId, "aws:secretKey": configKeys.secretAccessKey };

/** Where in a setting the secret stands that is not all of it. */
const parts: Record<string, string> = {
  "ivs-realtime:assumeRoles": "[0].externalId",
  "aws:assumeRoleWithWebIdentity": ".webIdentityToken",
};
const warning = (key: string) =>
  `Stack config ${key} holds a secret in plaintext, and the engine copies stack config into the state: set it again with ` +
  `pulumi config set --secret ${parts[key] ? `--path '${key}${parts[key]}'` : key}, and treat the old value as compromised`;

test("keys in plaintext in stack config are warned of in a line each, once a run, and secret ones aren't", async () => {
  const stack = await scene.stack("plainKeys", two);
  await stack.configure(plain);
  for (const run of [await stack.preview(), await stack.up(), await stack.up(["--expect-no-changes"])]) {
    assert.deepEqual(run.lines, Object.keys(plain).map(warning));
    assert.doesNotMatch(run.text, new RegExp(configKeys.secretAccessKey));
  }
  await stack.configure({});
  await stack.configureSecrets(plain);
  for (const run of [await stack.preview(), await stack.up()]) assert.deepEqual(run.lines, []);
});

test("so are other secret settings, and not those that hold no secret", async () => {
  const stack = await scene.stack("others", two);
  const role = { roleArn: "arn:aws:iam::123456789012:role/video" };
  const config = {
    "ivs-realtime:accessKey": configKeys.accessKeyId,
    "ivs-realtime:secretKey": configKeys.secretAccessKey,
    "aws:token": "a-session",
    "ivs-realtime:assumeRoles": JSON.stringify([{ ...role, externalId: "outside" }]),
    "aws:assumeRoleWithWebIdentity": JSON.stringify({ ...role, webIdentityToken: "oidc" }),
    "aws:httpProxy": "http://somebody:password@127.0.0.1:9",
  };
  await stack.configure(config);
  const { lines } = await stack.preview();
  assert.deepEqual(lines.toSorted(), Object.keys(config).map(warning).toSorted());
  await stack.configure({
    "aws:maxRetries": "3",
    "aws:httpProxy": "http://127.0.0.1:9",
    "ivs-realtime:assumeRoles": JSON.stringify([role]),
    "aws:assumeRoleWithWebIdentity": JSON.stringify({ ...role, webIdentityTokenFile: "file" }),
  });
  assert.deepEqual((await stack.preview()).lines, []);
});

test("a list of roles that is set member by member is read, and one secret member makes it secret", async () => {
  const stack = await scene.stack("members", two);
  const set = async (member: string, value: string, ...flags: string[]) => {
    const path = ["--path", `aws:assumeRoles[0].${member}`];
    const args = ["config", "set", "--stack", "dev", ...flags, ...path, value];
    const { status, text } = await stack.command(args);
    assert.equal(status, 0, text);
  };
  await set("externalId", "outside", "--secret");
  assert.match((await stack.fails("preview")).text, /stack config aws:assumeRoles \[0\] has no roleArn/);
  await set("roleArn", "arn:aws:iam::123456789012:role/video");
  assert.deepEqual((await stack.preview()).lines, []);
});
