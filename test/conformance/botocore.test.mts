import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAnswer } from "./support/assertAnswer.mts";
import { type Case, cases, filled, skipped } from "./support/cases.mts";
import { outside, runPython } from "./support/python.mts";
import { onAws, type Target, target } from "./support/target.mts";

interface Answer {
  readonly status: number;
  readonly error: string | null;
  readonly body: { readonly stage?: { readonly arn: string } };
}

async function answersOf(service: Target): Promise<Map<Case, Answer>> {
  const stageArn = await service.stage();
  const requests: unknown[] = [];
  const sent = cases.filter((one) => !skipped(one));
  for (const { operation, input, region, credentials } of sent) {
    requests.push({ operation, input: await filled(input, service, stageArn), region, credentials });
  }
  const job = JSON.stringify({ endpoint: service.endpoint, region: service.region, requests });
  const { status, stdout, stderr } = await runPython("client.py", { args: [], input: job, env: service.env });
  assert.equal(status, 0, stderr);
  const answers: Answer[] = JSON.parse(stdout);
  return new Map(answers.map((answer, index) => [sent[index] as Case, answer]));
}

function todo({ unknown }: Case): string | false {
  return onAws && unknown !== undefined && unknown;
}

outside("botocore", {}, () => {
  let service: Target;
  let answers = new Map<Case, Answer>();

  before(async () => {
    service = await target();
    answers = await answersOf(service);
    for (const [{ creates }, { body }] of answers) {
      const arn = creates && body.stage?.arn;
      if (arn) service.deleteLater(arn);
    }
  });

  after(() => service.close());

  for (const one of cases) {
    test(`${one.operation} ${one.name}`, { todo: todo(one), skip: skipped(one) }, () => {
      const answer = answers.get(one);
      assert.deepEqual([answer?.status, answer?.error], [one.status, one.error ?? null]);
      assertAnswer(answer?.body, one);
    });
  }
});
