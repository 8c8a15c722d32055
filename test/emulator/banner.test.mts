import assert from "node:assert/strict";
import { delimiter, dirname } from "node:path";
import { test } from "node:test";
import { outside } from "../conformance/support/clients.mts";
import { isolated } from "../conformance/support/target.mts";
import { bounded } from "../support/processes.mts";
import { commandLine } from "./support/commandLine.mts";

const stageArn = "arn:aws:ivs:eu-west-1:123456789012:stage/other";

/** The lines below a heading of the banner, without their indentation. */
function linesBelow(heading: string, printed: string): string {
  const [, lines = ""] = printed.split(`\n${heading}:\n`);
  return (lines.split("\n\n")[0] ?? "").replaceAll(/^ {2}/gm, "");
}

async function banner(...flags: string[]) {
  const command = commandLine("--port", "0", "--stage", stageArn, ...flags);
  await command.firstLine();
  return {
    below: (heading: string) => linesBelow(heading, command.out.join("\n")),
    stop: () => {
      command.child.kill("SIGTERM");
      return command.ended();
    },
  };
}

test("it names the setting of the stage that the examples ask for", async () => {
  const { below, stop } = await banner();
  assert.equal((await stop()).status, 0);
  assert.match(below("Pulumi"), new RegExp(`^pulumi config set stageArn ${stageArn}$`, "m"));
});

outside("what the emulator's command prints for the AWS CLI", {}, () => {
  const python = dirname(String(process.env.CONFORMANCE_PYTHON));
  const env = { ...isolated(), PATH: [python, process.env.PATH].join(delimiter) };

  for (const flags of [[], ["--tls"]]) {
    test(`runs as it stands ${flags.join()}`, async () => {
      const { below, stop } = await banner(...flags);
      const { status, stdout, stderr } = await bounded("sh", ["-ec", below("AWS CLI")], { env });
      assert.equal(status, 0, stderr);
      assert.ok(JSON.parse(stdout).participantToken.token);
      await stop();
    });
  }

  test("holds for every later command of that shell", async () => {
    const { below, stop } = await banner();
    const commands = `${below("AWS CLI")} >/dev/null\naws ivs-realtime list-stages --query 'stages[].arn' --output text`;
    const { status, stdout, stderr } = await bounded("sh", ["-ec", commands], { env });
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), stageArn);
    await stop();
  });
});
