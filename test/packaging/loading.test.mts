import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { environment } from "../support/environment.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { succeed } from "./support/files.mts";
import { unpacked } from "./support/packed.mts";

const heavy = /^(@aws-sdk|@smithy|@pulumi|jose|commander)/;

const token = `
  const provider = require("pulumi-ivs-realtime/provider");
  const now = Date.now();
  const time = (hours) => new Date(now + hours * 3_600_000).toISOString().replace(/\\.\\d+/, "");
  const inputs = { stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh", duration: "12h" };
  const minted = { token: "t", participantId: "p", issuedTime: time(-11), expirationTime: time(1) };
  provider.configure({ config: { get: () => undefined } });
`;

describe("what is loaded", () => {
  test("by importing the package: the Pulumi SDK only", async (t) => {
    assert.deepEqual(await loaded(t, 'require("pulumi-ivs-realtime");'), ["@pulumi"]);
  });

  test("by checking, comparing, updating and deleting a token: nothing", async (t) => {
    const script = `${token}
      const checked = await provider.check({}, inputs);
      const olds = { ...checked.inputs, ...minted };
      const { replaces } = await provider.diff("p", olds, checked.inputs);
      assert.deepEqual(replaces, ["expirationTime"]);
      await provider.update("p", olds, { ...checked.inputs, autoRotate: false });
      await provider.delete("p", olds);
    `;
    assert.deepEqual(await loaded(t, script), []);
  });

  test("by a call: the AWS SDK, and still not the Pulumi SDK", async (t) => {
    const script = `${token}
      const { inputs: checked } = await provider.check({}, { ...inputs, disconnectOnDelete: true });
      await assert.rejects(provider.delete("p", { ...checked, ...minted }), /could not be disconnected/);
    `;
    const found = await loaded(t, script);
    assert.ok(found.includes("@aws-sdk"), String(found));
    assert.ok(!found.includes("@pulumi"), String(found));
  });
});

/** Which of the heavy packages a CommonJS script has loaded when it ends, in a process of its own. */
async function loaded(t: TestContext, script: string): Promise<string[]> {
  const folder = temporaryFolder(t);
  await unpacked(folder);
  const report = "process.on('exit', () => console.log('\\n' + JSON.stringify(Object.keys(require.cache))));";
  const whole = `const assert = require("node:assert/strict");\n${report}\n(async () => {${script}})();`;
  const env = environment({ AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_MAX_ATTEMPTS: "1" });
  const { stdout } = await succeed(process.execPath, ["-e", whole], { cwd: folder, env });
  const files: string[] = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  const packages = files.map((file) => file.split("/node_modules/").at(-1)?.split("/")[0] ?? "");
  return [...new Set(packages.filter((name) => heavy.test(name)))].sort();
}
