import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { ProviderArgs } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken, type ParticipantTokenArgs } from "pulumi-ivs-realtime";
import { withoutEffect } from "../../dist/provider/settings/awsSettings.js";
import { type Setting, settingsTable } from "../../dist/provider/settings/settingsTable.js";
import { type TokenState, tokenType } from "../../dist/provider/token/state.js";

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
