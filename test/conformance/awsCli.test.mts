import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { operations } from "../../emulator/dist/operations/index.js";
import { assertAnswer, madeArn } from "./support/answers.mts";
import { cases, filled, skipped, todo } from "./support/cases.mts";
import { outside, runAws } from "./support/clients.mts";
import { type Target, target } from "./support/target.mts";

const commands = cases.filter(({ cli }) => cli !== undefined);
const words = (operation: string) => operation.replace(/(?<=.)[A-Z]/g, "-$&").toLowerCase();

test("every operation stands in the table for the AWS CLI, once good and once bad", () => {
  const had = commands.map(({ operation, error }) => `${operation} ${error === undefined}`).sort();
  const wanted = Object.keys(operations).flatMap((name) => [`${name} false`, `${name} true`]);
  assert.deepEqual(had, wanted.sort());
});

outside("the AWS CLI", { concurrency: true }, () => {
  let service: Target;
  let stageArn: string;

  before(async () => {
    service = await target();
    stageArn = await service.stage();
    // A second one, so that there is a second page of stages.
    await service.stage();
  });

  after(() => service.close());

  for (const one of commands) {
    test(`${words(one.operation)} ${one.name}`, { todo: todo(one), skip: skipped(one) }, async () => {
      const endpoint = service.endpoint === null ? [] : ["--endpoint-url", service.endpoint];
      const flags = await filled(one.cli ?? [], service, stageArn);
      const args = [
        "ivs-realtime",
        words(one.operation),
        ...flags,
        ...endpoint,
        "--region",
        service.region,
        "--output",
        "json",
      ];
      const { status, stdout, stderr } = await runAws({ args, env: service.env });
      if (one.error !== undefined) {
        assert.notEqual(status, 0);
        assert.match(
          stderr,
          new RegExp(`An error occurred \\(${one.error}\\) when calling the ${one.operation} operation`),
        );
        return;
      }
      assert.equal(status, 0, stderr);
      const body = JSON.parse(stdout || "{}");
      if (one.creates) service.deleteLater(String(madeArn(body)));
      assertAnswer(body, one);
    });
  }
});
