import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { outside } from "../conformance/support/clients.mts";
import { openAwsScene } from "../support/awsPlugin/awsScene.mts";
import { stageArn } from "../support/emulators.mts";
import { bounded, killedWithTests, killGroup } from "../support/processes.mts";
import { loopbackServer } from "../support/servers.mts";

interface Configuration {
  readonly CodeSha256: string;
  readonly Runtime: string;
  readonly Handler: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

outside("examples/lambda-secret", {}, async () => {
  const { scene, region, url, cli, packed } = await openAwsScene("lambda-secret");
  const stack = await scene.example("lambda-secret");
  const arrived: (string | undefined)[] = [];
  const bot = await loopbackServer(
    createServer(({ method, url: path, headers }, response) => {
      arrived.push(`${method} ${path} ${headers.authorization}`);
      response.end();
    }),
  );
  const started: ChildProcess[] = [];
  after(async () => {
    for (const child of started) killGroup(child, "SIGKILL");
    await bot.close();
  });
  await stack.configure({
    "lambda-secret:stageArn": stageArn,
    "lambda-secret:botUrl": `${bot.url}/join`,
    "aws:region": region,
  });
  let name: string;
  let deployed: Configuration;

  const configuration = async () => {
    const args = ["lambda", "get-function-configuration", "--function-name", name];
    return (await cli(args)) as Configuration;
  };

  /** Runs what was uploaded as it was configured: an instance of the function, which answers call after call. */
  const startInstance = async () => {
    const folder = join(scene.folders.temporary, "unpacked");
    const python = String(process.env.CONFORMANCE_PYTHON);
    await bounded(python, ["-m", "zipfile", "-e", packed("lambda-secret"), folder], { env: {} });
    const { Handler, Environment } = await configuration();
    const [file, exported] = Handler.split(".");
    const program = `import { createInterface } from "node:readline";
      import { ${exported} as handler } from ${JSON.stringify(join(folder, `${file}.mjs`))};
      for await (const event of createInterface({ input: process.stdin })) {
        console.log(JSON.stringify(await handler(JSON.parse(event))));
      }`;
    const env = {
      ...Environment.Variables,
      // What Lambda adds, with moto where AWS would be.
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: url,
    };
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      env,
      detached: true,
    });
    killedWithTests(child);
    started.push(child);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return async () => {
      child.stdin.write("{}\n");
      const { value, done } = await answers.next();
      assert.ok(!done, "the function ended");
      return JSON.parse(value) as unknown;
    };
  };
  let invoke: Awaited<ReturnType<typeof startInstance>>;

  test("up makes the secret, a role that may read it and nothing else, and a function that knows its ARN", async () => {
    await stack.up();
    const { functionName, secretArn } = await stack.outputs();
    name = String(functionName);
    deployed = await configuration();
    assert.deepEqual(deployed.Environment.Variables, {
      TOKEN_SECRET_ARN: secretArn,
      BOT_URL: `${bot.url}/join`,
    });
    assert.equal(deployed.CodeSha256, sha256(packed("lambda-secret")));
    assert.match(deployed.Runtime, /^nodejs/);
    const role =
      String((deployed as unknown as { Role: string }).Role)
        .split("/")
        .at(-1) ?? "";
    const { PolicyNames } = (await cli(["iam", "list-role-policies", "--role-name", role])) as {
      PolicyNames: string[];
    };
    assert.equal(PolicyNames.length, 1);
    const args = ["iam", "get-role-policy", "--role-name", role, "--policy-name", String(PolicyNames[0])];
    const { PolicyDocument } = (await cli(args)) as { PolicyDocument: { Statement: unknown } };
    assert.deepEqual(PolicyDocument.Statement, [
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
    ]);
    assert.deepEqual((await stack.up(["--expect-no-changes"])).steps, []);
  });

  test("the function hands the token to the bot", async () => {
    invoke = await startInstance();
    assert.deepEqual(await invoke(), { expirationTime: "2031-05-01T12:00:00Z" });
    assert.deepEqual(arrived.splice(0), [`POST /join Bearer ${scene.tokens[0]}`]);
  });

  test("after a rotation the same instance of the same function hands on the new token", async () => {
    scene.clock.set("2031-05-01T08:00:00Z");
    scene.journal.take();
    const run = await stack.up();
    assert.deepEqual(run.steps, [
      "create-replacement bot [expirationTime]",
      "create-replacement bot-token [secretString]",
      "delete-replaced bot-token",
      "delete-replaced bot",
    ]);
    assert.deepEqual(scene.journal.take(), ["wire CreateParticipantToken 200", "aws PutSecretValue"]);
    assert.deepEqual(await configuration(), deployed);
    assert.deepEqual(await invoke(), { expirationTime: "2031-05-01T20:00:00Z" });
    assert.deepEqual(arrived.splice(0), [`POST /join Bearer ${scene.tokens[1]}`]);
  });

  test("destroy deletes all of it", async () => {
    await stack.destroy();
    assert.deepEqual((await stack.state()).names, []);
    await assert.rejects(configuration(), /ResourceNotFoundException/);
  });
});

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("base64");
}
