import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { ProviderArgs } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { nextRotation, ParticipantToken, type ParticipantTokenArgs } from "pulumi-ivs-realtime";
import { withoutEffect } from "../../dist/provider/settings/awsSettings.js";
import { type Setting, settingsTable } from "../../dist/provider/settings/settingsTable.js";
import { participantTokenMocks, participantTokenType } from "../../dist/provider/testing.js";
import { type TokenState, tokenType } from "../../dist/provider/token/state.js";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

test("an error of the constructor says where the resource was declared, and later errors where they are", () => {
  const before = Error.stackTraceLimit;
  let thrown: unknown;
  try {
    new ParticipantToken("", { stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh" });
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof Error);
  assert.match(thrown.message, /[Mm]issing resource name/);
  assert.match(thrown.stack ?? "", /program\.test/);
  assert.equal(Error.stackTraceLimit, before);
});

/** What declaring a token with these options says. */
function refusal(opts: pulumi.CustomResourceOptions | null, args: object = {}): string {
  try {
    new ParticipantToken("host", { stageArn, ...args }, opts as pulumi.CustomResourceOptions);
  } catch (error) {
    return String(error);
  }
  return "nothing";
}

test("the options id and import are refused, in whatever form, with what to do instead", () => {
  for (const id of ["P1", pulumi.output("P1"), Promise.resolve("P1")]) {
    const sentence = refusal({ id });
    assert.match(sentence, /^Error: ParticipantToken "host" can't have the option id: AWS keeps no token/);
    assert.match(sentence, /Remove it, and pulumi up mints a token/);
  }
  assert.match(refusal({ import: "P1" }), /^Error: ParticipantToken "host" can't have the option import: /);
});

test("an input that is nested too deep is refused, also where it holds itself; outputs aren't looked into", () => {
  let deep: unknown = "x";
  for (let level = 0; level < 5000; level++) deep = { deep };
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  circle.again = circle;
  let shared: unknown = "x";
  for (let level = 0; level < 50; level++) shared = { one: shared, other: shared };
  for (const aws of [deep, circle, shared])
    assert.match(
      refusal({}, { aws }),
      /^Error: ParticipantToken "host": the input aws is nested more than 32/,
    );
  pulumi.runtime.setMocks(participantTokenMocks());
  assert.equal(refusal({}, { attributes: { role: pulumi.output("host") } }), "nothing");
});

/** The package as a second copy of it loads it. */
function anotherCopy(): { ParticipantToken: typeof ParticipantToken } {
  const load = createRequire(import.meta.url);
  const ours = Object.keys(load.cache).filter((path) => path.includes("/dist/provider/"));
  const kept = ours.map((path) => [path, load.cache[path]] as const);
  for (const path of ours) delete load.cache[path];
  try {
    return load("pulumi-ivs-realtime");
  } finally {
    for (const [path, module] of kept) load.cache[path] = module;
  }
}

test("arguments that are an Output or a promise are refused with what to write", () => {
  const stage = { stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh" };
  for (const args of [pulumi.output(stage), Promise.resolve(stage)]) {
    assert.throws(
      () => new ParticipantToken("host", args as unknown as ParticipantTokenArgs),
      /^Error: ParticipantToken "host": its arguments are an Output or a promise: give an object, whose members may be outputs/,
    );
  }
});

test("options that are null, as JavaScript may have them, are none", () => {
  pulumi.runtime.setMocks(participantTokenMocks());
  assert.equal(refusal(null), "nothing");
});

test("isInstance knows tokens, also those that another copy of the package made, and nothing else", async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ inputs, name }) => ({ id: name, state: inputs }),
    call: () => ({}),
  });
  const { ParticipantToken: Other } = anotherCopy();
  const args = { stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh" };
  const [token, other] = [new ParticipantToken("token", args), new Other("other", args)];
  assert.ok(!(other instanceof ParticipantToken));
  for (const Class of [ParticipantToken, Other])
    assert.deepEqual([token, other].map(Class.isInstance), [true, true]);
  class Resource extends pulumi.CustomResource {}
  const others = [
    new Resource("aws:ivs/stage:Stage", "stage"),
    { __pulumiType: tokenType },
    "x",
    null,
    undefined,
  ];
  assert.deepEqual(
    others.map((value) => ParticipantToken.isInstance(value)),
    others.map(() => false),
  );
});

test("each input and each output is declared on the resource", () => {
  // The compiler is what tests this.
  type Names = Exclude<keyof TokenState, "__resourceName">;
  const outputs = (token: ParticipantToken): { [Name in Names]: pulumi.Output<unknown> } => token;
  assert.equal(typeof outputs, "function");
});

/** The arguments of the @pulumi/aws provider, out of its types. */
function pulumiAwsNames(): string[] {
  const types = createRequire(import.meta.url)
    .resolve("@pulumi/aws/provider")
    .replace(/js$/, "d.ts");
  const [, body = ""] = readFileSync(types, "utf8").split("export interface ProviderArgs {");
  const [members = ""] = body.split("\n}");
  return [...members.matchAll(/^ {4}(\w+)\?: /gm)].map(([, name]) => name ?? "");
}

test("the settings that @pulumi/aws has are known here, with effect or without, and no others are said to be its", () => {
  const shared = Object.entries<Setting>(settingsTable).filter(([, setting]) => setting.inAwsConfig);
  const ours = [...shared.map(([name]) => name), "region", ...withoutEffect];
  assert.deepEqual(ours.sort(), pulumiAwsNames().sort());
});

test("one object can be given to both", () => {
  // The compiler is what tests this.
  const forBoth = (args: ProviderArgs): NonNullable<ParticipantTokenArgs["aws"]> => args;
  assert.equal(typeof forBoth, "function");
});

const clock = () => new Date("2026-03-01T00:00:00.900Z");
const resolved = <T,>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

/** The state that mocks give a token of these inputs. */
async function stateOf(inputs: Readonly<Record<string, unknown>>, options = {}) {
  const mocks = participantTokenMocks({ clock, ...options });
  return mocks.newResource({ type: participantTokenType, name: "host", inputs });
}

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("mocks of tokens, in a program", () => {
  const made = (
    args: Partial<ParticipantTokenArgs>,
    options: Parameters<typeof participantTokenMocks>[0] = {},
  ) => {
    pulumi.runtime.setMocks(participantTokenMocks({ clock, ...options }));
    return new ParticipantToken("host", { stageArn, ...args });
  };

  test("give the outputs of an up: defaults, one form, times, and a token that says it is a mock", async () => {
    const host = made({ duration: "12h", capabilities: ["SUBSCRIBE", "PUBLISH"], userId: "bob" });
    const { token, participantId, issuedTime, expirationTime, rotationTime, requestId } = host;
    assert.equal(await resolved(token), "mock.participant-token.host");
    assert.equal(await resolved(participantId), "mock-host");
    assert.equal(await resolved(host.id), "mock-host");
    assert.equal(await resolved(issuedTime), "2026-03-01T00:00:00Z");
    assert.equal(await resolved(expirationTime), "2026-03-01T12:00:00Z");
    assert.equal(await resolved(rotationTime), "2026-03-01T08:00:00Z");
    assert.equal(await resolved(requestId), "mock-request-host");
    assert.equal(await resolved(host.duration), 720);
    assert.deepEqual(await resolved(host.capabilities), ["PUBLISH", "SUBSCRIBE"]);
    assert.equal(await resolved(host.autoRotate), true);
    assert.equal(await resolved(host.disconnectOnDelete), false);
    assert.equal(await resolved(host.userId), "bob");
    assert.equal(await resolved(host.attributes), undefined);
    assert.equal(await resolved(nextRotation([host])), "2026-03-01T08:00:00Z");
  });

  test("the token is a secret, and so is an input that was given as one", async () => {
    const host = made({ userId: pulumi.secret("bob"), attributes: { role: pulumi.secret("host") } });
    assert.equal(await pulumi.isSecret(host.token), true);
    assert.equal(await pulumi.isSecret(host.userId), true);
    assert.equal(await resolved(host.userId), "bob");
    assert.equal(await pulumi.isSecret(host.attributes), true);
    assert.deepEqual(await resolved(host.attributes), { role: "host" });
    assert.equal(await pulumi.isSecret(host.expirationTime), false);
  });

  test("without a clock a token is minted now", async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    pulumi.runtime.setMocks(participantTokenMocks());
    const issued = Date.parse(await resolved(new ParticipantToken("now", { stageArn }).issuedTime));
    assert.ok(issued >= before && issued <= Date.now(), String(issued));
  });
});

describe("the state that mocks give", () => {
  test("has the window of rotateBefore", async () => {
    const { state } = await stateOf({ stageArn, duration: 60, rotateBefore: "90s" });
    assert.equal(state.rotationTime, "2026-03-01T00:58:30Z");
    assert.equal(state.rotateBefore, "90s");
  });

  test("has no rotationTime while autoRotate is off", async () => {
    const { state } = await stateOf({ stageArn, autoRotate: false });
    assert.equal(state.expirationTime, "2026-03-01T12:00:00Z");
    assert.equal("rotationTime" in state, false);
  });

  test("has in a preview the checked inputs and nothing that is minted", async () => {
    const preview = await stateOf({ stageArn, duration: "1h" }, { isPreview: () => true });
    assert.equal(preview.id, undefined);
    assert.deepEqual(Object.keys(preview.state).sort(), [
      "autoRotate",
      "capabilities",
      "disconnectOnDelete",
      "duration",
      "stageArn",
    ]);
    assert.equal(preview.state.duration, 60);
    const unknown = await stateOf({ stageArn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    assert.equal(unknown.id, undefined);
  });

  test("says of wrong inputs all that is wrong, and quotes no secret", async () => {
    const wrong = { stageArn: secret("hunter2"), duration: "15d", rotateBefore: "20d" };
    await assert.rejects(stateOf(wrong), (error: Error) => {
      assert.match(
        error.message,
        /^ParticipantToken "host": stageArn is .*duration is "15d".*rotateBefore is "20d"/,
      );
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
    await assert.rejects(stateOf({}), /^Error: ParticipantToken "host": stageArn is required/);
    for (const none of [null, undefined] as unknown as Record<string, unknown>[]) {
      const made = async () =>
        participantTokenMocks().newResource({ type: participantTokenType, name: "host", inputs: none });
      await assert.rejects(made(), /^Error: ParticipantToken "host": stageArn is required/);
    }
    await assert.rejects(
      stateOf({ stageArn, userID: "bob" }),
      /userID is not an input .* did you mean "userId"\?/,
    );
  });

  test("is right for any name", async () => {
    const mocks = participantTokenMocks({ clock });
    const name = `encoder 1/α ${"x".repeat(80)}`;
    const { id, state } = await mocks.newResource({ type: participantTokenType, name, inputs: { stageArn } });
    assert.match(String(id), /^[A-Za-z0-9_-]{1,64}$/);
    assert.equal(state.participantId, id);
  });

  test("leaves other resources and calls to other mocks, or answers with the inputs", async () => {
    const bucket = { type: "aws:s3:Bucket", name: "logs", inputs: { bucket: "logs" } };
    const call = { token: "aws:region", inputs: { region: "us-west-2" } };
    const plain = participantTokenMocks();
    assert.deepEqual(await plain.newResource(bucket), { id: "logs", state: bucket.inputs });
    assert.deepEqual(await plain.call(call), call.inputs);
    const others: pulumi.runtime.Mocks = {
      newResource: ({ inputs }) => ({ id: "other", state: { ...inputs, arn: "arn:logs" } }),
      call: () => ({ region: "eu-west-1" }),
    };
    const composed = participantTokenMocks({ others });
    assert.deepEqual(await composed.newResource(bucket), {
      id: "other",
      state: { bucket: "logs", arn: "arn:logs" },
    });
    assert.deepEqual(await composed.call(call), { region: "eu-west-1" });
  });
});

test("loading the mocks loads neither Pulumi nor the AWS SDK", () => {
  const file = join(import.meta.dirname, "..", "..", "dist", "provider", "testing.js");
  const script = `require(${JSON.stringify(file)}); console.log(Object.keys(require.cache).join("\\n"))`;
  const { stdout, status } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.match(stdout, /testing\.js/);
  assert.doesNotMatch(stdout, /@pulumi|@aws-sdk|@smithy/);
});
