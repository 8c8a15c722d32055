import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAnswer } from "./support/assertAnswer.mts";
import { type Case, cases, filled } from "./support/cases.mts";
import { outside, runPython } from "./support/python.mts";
import { onAws, type Target, target } from "./support/target.mts";

interface Answer {
  readonly status: number;
  readonly error: string | null;
  readonly body: { readonly stage?: { readonly arn: string } };
}

async function answersOf(service: Target): Promise<Answer[]> {
  const stageArn = await service.stage();
  const requests: unknown[] = [];
  for (const { operation, input, region, credentials } of cases) {
    requests.push({ operation, input: await filled(input, service, stageArn), region, credentials });
  }
  const job = JSON.stringify({ endpoint: service.endpoint, region: service.region, requests });
  const { status, stdout, stderr } = await runPython("client.py", { args: [], input: job, env: service.env });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function todo({ unknown }: Case): string | false {
  return onAws && unknown !== undefined && unknown;
}

outside("botocore", {}, () => {
  let service: Target;
  let answers: Answer[] = [];

  before(async () => {
    service = await target();
    answers = await answersOf(service);
    for (const [index, { creates }] of cases.entries()) {
      const arn = creates && answers[index]?.body.stage?.arn;
      if (arn) service.deleteLater(arn);
    }
  });

  after(() => service.close());

  for (const [index, one] of cases.entries()) {
    test(`${one.operation} ${one.name}`, { todo: todo(one) }, () => {
      const answer = answers[index];
      assert.deepEqual([answer?.status, answer?.error], [one.status, one.error ?? null]);
      assertAnswer(answer?.body, one);
    });
  }
});
