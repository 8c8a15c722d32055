import assert from "node:assert/strict";
import { test } from "node:test";
import { outside } from "../../conformance/support/clients.mts";
import { openAwsScene } from "./awsScene.mts";

outside("the stand-in for the plugin of AWS", {}, async () => {
  const { scene, region, cli } = await openAwsScene("aws-plugin");
  scene.secret("VALUE", "worth hiding");
  const open = async (project: string, program: string) => {
    const stack = await scene.stack(project, `const aws = require("@pulumi/aws");\n${program}`);
    await stack.configure({ "aws:region": region });
    return stack;
  };

  test("a resource type that it doesn't know fails by its name", async () => {
    const stack = await open("unknown-type", `new aws.s3.Bucket("bucket");`);
    const { text } = await stack.fails("preview");
    assert.match(text, /test\/support\/awsPlugin has no aws:s3\/bucket:Bucket/);
  });

  test("a function fails by its name", async () => {
    const stack = await open("unknown-function", `exports.id = aws.getCallerIdentityOutput().accountId;`);
    const { text } = await stack.fails("preview");
    assert.match(text, /test\/support\/awsPlugin has no function aws:index\/getCallerIdentity/);
  });

  test("a stack without a region fails", async () => {
    const stack = await open("no-region", `new aws.secretsmanager.Secret("secret");`);
    await stack.configure({});
    const { text } = await stack.fails("preview");
    assert.match(text, /aws:region isn't set/);
  });

  test("made-up names stay, given ones are kept, and one that is given twice is deleted first", async () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }],
    });
    const program = (description: string, policyOf: string) => `
      const made = new aws.secretsmanager.Secret("made", { description: "${description}" });
      const given = new aws.ssm.Parameter("given", { name: "given", type: "String", value: "plain" });
      const roles = ["first", "second"].map((name) => new aws.iam.Role(name, { assumeRolePolicy: "{}" }));
      const role = roles[${policyOf}].name;
      new aws.iam.RolePolicy("policy", { name: "policy", role, policy: ${JSON.stringify(policy)} });
      exports.made = made.name;
      exports.given = given.name;`;
    const stack = await open("names", program("one", "0"));
    await stack.up();
    const before = await stack.outputs();
    assert.match(String(before.made), /^made-[0-9a-f]{7}$/);
    assert.equal(before.given, "given");
    await stack.declare(`const aws = require("@pulumi/aws");\n${program("two", "1")}`);
    const run = await stack.up();
    assert.deepEqual(run.steps.toSorted(), [
      "create-replacement policy [role]",
      "delete-replaced policy",
      "update made",
    ]);
    assert.ok(
      run.steps.indexOf("delete-replaced policy") < run.steps.indexOf("create-replacement policy [role]"),
    );
    assert.deepEqual(await stack.outputs(), before);
    await stack.destroy();
  });

  test("what is gone is created again after a refresh, and an import has what the program declares", async () => {
    const program = `new aws.ssm.Parameter("p", { name: "p", type: "SecureString", value: process.env.VALUE });`;
    const stack = await open("gone", program);
    await stack.up();
    await cli(["ssm", "delete-parameter", "--name", "p"]);
    const run = await stack.up(["--refresh"]);
    assert.ok(run.steps.includes("create p"));

    const importing = await open("imported", program.replace(");", `, { import: "p" });`));
    assert.deepEqual((await importing.up()).steps, ["import p"]);
    await importing.declare(`const aws = require("@pulumi/aws");\n${program}`);
    assert.deepEqual((await importing.up(["--expect-no-changes"])).steps, []);
  });
});
