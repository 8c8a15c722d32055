import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { ProviderArgs } from "@pulumi/aws/provider.js";
import { ParticipantToken, type ParticipantTokenArgs } from "pulumi-ivs-realtime";
import { withoutEffect } from "../../dist/provider/settings/awsSettings.js";
import { type Setting, settingsTable } from "../../dist/provider/settings/settingsTable.js";

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
