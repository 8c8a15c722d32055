import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import { startEmulatorFor } from "../support/emulators.mts";
import { post, publicPem } from "../support/signed.mts";

interface PublicKey {
  readonly arn: string;
  readonly name: string;
  readonly publicKeyMaterial: string;
  readonly fingerprint: string;
  readonly tags: Record<string, string>;
}

async function imported(url: string, input: object = {}, region = "us-west-2"): Promise<PublicKey> {
  const { body } = await post(
    url,
    "ImportPublicKey",
    { publicKeyMaterial: publicPem(), ...input },
    { region },
  );
  return body.publicKey as PublicKey;
}

describe("public keys", () => {
  test("are imported, read, listed and deleted", async (t) => {
    const { url } = await startEmulatorFor(t);
    const publicKeyMaterial = publicPem();
    const input = { publicKeyMaterial, name: "key-1", tags: { team: "stage" } };
    const publicKey = await imported(url, input);
    const { arn, fingerprint } = publicKey;
    assert.match(arn, /^arn:aws:ivs:us-west-2:123456789012:public-key\/[a-zA-Z0-9]{12}$/);
    assert.match(fingerprint, /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    assert.deepEqual(publicKey, { ...input, arn, fingerprint });
    assert.deepEqual((await post(url, "GetPublicKey", { arn })).body, { publicKey });
    const publicKeys = [{ arn, name: "key-1", tags: { team: "stage" } }];
    assert.deepEqual((await post(url, "ListPublicKeys", {})).body, { publicKeys });
    assert.deepEqual((await post(url, "DeletePublicKey", { arn })).body, {});
    assert.deepEqual((await post(url, "ListPublicKeys", {})).body, { publicKeys: [] });
    for (const operation of ["GetPublicKey", "DeletePublicKey"])
      assert.equal((await post(url, operation, { arn })).error, "ResourceNotFoundException");
  });

  test("have an empty name and no tags by default", async (t) => {
    const { url } = await startEmulatorFor(t);
    const { name, tags } = await imported(url);
    assert.deepEqual([name, tags], ["", {}]);
  });

  // openssl pkey -pubin -outform DER | openssl md5 -c
  test("have the MD5 of their DER as the fingerprint, and the PEM as it was sent", async (t) => {
    const { url } = await startEmulatorFor(t);
    const publicKeyMaterial = `-----BEGIN PUBLIC KEY-----\r
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE1jMdUXq4qLYeKyh9J8avR+tcdwkXr8B5\r
TrWHp69xsk0MtomArtEI2PIhdnwKM4Yocl7eRyDD8hFPPYSuA2uczQzufA8bzGlm\r
+jiMZXOH2u5jq5ftoyuS3b8LHgh5eAnw\r
-----END PUBLIC KEY-----`;
    const publicKey = await imported(url, { publicKeyMaterial });
    assert.equal(publicKey.publicKeyMaterial, publicKeyMaterial);
    assert.equal(publicKey.fingerprint, "c2:d2:a8:ec:d5:b7:64:0f:c8:17:68:ba:f8:81:91:bb");
  });

  test("live in the region that they were imported to", async (t) => {
    const { url } = await startEmulatorFor(t);
    const publicKeyMaterial = publicPem();
    const { arn } = await imported(url, { publicKeyMaterial }, "eu-west-1");
    assert.match(arn, /:ivs:eu-west-1:/);
    assert.equal((await post(url, "GetPublicKey", { arn })).error, "ResourceNotFoundException");
    assert.deepEqual((await post(url, "ListPublicKeys", {})).body, { publicKeys: [] });
    assert.equal((await post(url, "ImportPublicKey", { publicKeyMaterial })).status, 200);
  });

  test("are listed in pages, in the order of their import, and a deletion doesn't move the next page", async (t) => {
    const { url } = await startEmulatorFor(t);
    const arns = [];
    for (const name of ["1", "2", "3", "4"]) arns.push((await imported(url, { name })).arn);
    const first = (await post(url, "ListPublicKeys", { maxResults: 2 })).body;
    assert.deepEqual(names(first), ["1", "2"]);
    await post(url, "DeletePublicKey", { arn: arns[0] });
    const next = (await post(url, "ListPublicKeys", { nextToken: first.nextToken })).body;
    assert.deepEqual([names(next), next.nextToken], [["3", "4"], undefined]);
  });

  test("can't be the same twice in a region", async (t) => {
    const { url } = await startEmulatorFor(t);
    const publicKeyMaterial = publicPem();
    const { arn } = await imported(url, { publicKeyMaterial, name: "one" });
    const again = { publicKeyMaterial: publicKeyMaterial.replaceAll("\n", "\r\n"), name: "two" };
    const { status, error } = await post(url, "ImportPublicKey", again);
    assert.deepEqual([status, error], [409, "ConflictException"]);
    await imported(url, { name: "one" });
    await post(url, "DeletePublicKey", { arn });
    assert.equal((await post(url, "ImportPublicKey", again)).status, 200);
  });

  const pem = (key: string) => `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----\n`;
  const p384 = publicPem();
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  const cut = createPublicKey(p384).export({ type: "spki", format: "der" }).subarray(0, -1);
  const wrong: [what: string, publicKeyMaterial: string][] = [
    ["a key on P-256", publicPem("P-256")],
    ["a key on P-521", publicPem("P-521")],
    ["a key on secp256k1", publicPem("secp256k1")],
    ["an RSA key", String(rsa.export({ type: "spki", format: "pem" }))],
    [
      "an Ed25519 key",
      String(generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" })),
    ],
    ["half a key", pem(cut.toString("base64"))],
    ["a point that isn't on the curve", p384.replace(/.{8}(?=\n-----END)/, "AAAAAAAA")],
    ["bytes that are no key", pem("AAAA")],
    [
      "an RSA key without SubjectPublicKeyInfo",
      pem(String(rsa.export({ type: "pkcs1", format: "der" }).toString("base64"))),
    ],
  ];
  for (const [what, publicKeyMaterial] of wrong) {
    test(`can't be ${what}`, async (t) => {
      const { url } = await startEmulatorFor(t);
      const { status, error, body } = await post(url, "ImportPublicKey", { publicKeyMaterial });
      assert.deepEqual([status, error], [400, "ValidationException"]);
      assert.match(
        String(body.exceptionMessage),
        /^Value at '\/publicKeyMaterial' is not the SubjectPublicKeyInfo/,
      );
    });
  }

  const malformed: [what: string, publicKeyMaterial: string][] = [
    [
      "a private key",
      String(
        generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({
          type: "pkcs8",
          format: "pem",
        }),
      ),
    ],
    ["the base64 alone", p384.split("\n").slice(1, -2).join("")],
    ["empty", ""],
  ];
  for (const [what, publicKeyMaterial] of malformed) {
    test(`can't be ${what}, by the pattern`, async (t) => {
      const { url } = await startEmulatorFor(t);
      const { error, body } = await post(url, "ImportPublicKey", { publicKeyMaterial });
      assert.equal(error, "ValidationException");
      assert.match(String(body.exceptionMessage), /must satisfy regular expression pattern/);
      assert.equal(String(body.exceptionMessage).includes(publicKeyMaterial || "\0"), false);
    });
  }
});

function names({ publicKeys }: Record<string, unknown>): string[] {
  return (publicKeys as PublicKey[]).map(({ name }) => name);
}
