import assert from "node:assert/strict";
import { test } from "node:test";
import { rootCertificates } from "node:tls";
import { attempt, outcome } from "./support/wire.mts";
import { openWorld } from "./support/world.mts";

const world = await openWorld();
const { emulators } = world;
const create = attempt(world);

test("a certificate that nobody knows: the error names customCaBundle, AWS_CA_BUNDLE and the endpoint", async (t) => {
  const seen = await create(t, { aws: { endpoint: emulators.tls.url } });
  assert.match(seen.failure ?? "a token was created", /customCaBundle.*AWS_CA_BUNDLE/);
  assert.match(seen.failure ?? "", new RegExp(emulators.tls.url));
});

test("a CA bundle that isn't there, or holds no certificate: an error that names it and where it was set", async (t) => {
  const files = { "empty.pem": "nothing\n" };
  for (const path of ["{home}/none.pem", "{home}/empty.pem"]) {
    const config = { "ivs-realtime:customCaBundle": path };
    const seen = await create(t, { aws: { endpoint: emulators.tls.url }, config, files });
    assert.match(seen.failure ?? "a token was created", /ivs-realtime:customCaBundle/);
    assert.deepEqual(seen.requests, []);
  }
});

test("a CA bundle with several certificates trusts each", async (t) => {
  const pem = `# another\n${rootCertificates[0]}\n${emulators.tls.certificate}`;
  const aws = { endpoint: emulators.tls.url, customCaBundle: "{home}/ca.pem" };
  const seen = await create(t, { aws, files: { "ca.pem": pem } });
  assert.equal(outcome(seen), "created", seen.failure);
});

test("insecure takes any certificate, and each run says so in one line", async (t) => {
  const seen = [];
  for (const userId of ["bob", "ann"]) {
    const aws = { endpoint: emulators.tls.url, insecure: true };
    seen.push(await create(t, { aws, inputs: { userId } }));
  }
  assert.deepEqual(seen.map(outcome), ["created", "created"], seen[0]?.failure);
  const said = seen.flatMap((one) => one.said);
  assert.equal(
    said.filter((line) => /\binsecure\b.*the input aws\.insecure/.test(line)).length,
    1,
    said.join("\n"),
  );
});

test("insecure in config counts whatever AWS_CA_BUNDLE says", async (t) => {
  const seen = await create(t, {
    aws: { endpoint: emulators.tls.url },
    config: { "ivs-realtime:insecure": "true" },
    env: { AWS_CA_BUNDLE: "{home}/wrong.pem" },
    files: { "wrong.pem": String(emulators.otherTls.certificate) },
  });
  assert.equal(outcome(seen), "created", seen.failure);
});
