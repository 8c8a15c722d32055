import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Answer, madeArn } from "./support/answer.mts";
import { assertAnswer } from "./support/assertAnswer.mts";
import { botocoreAnswers } from "./support/botocore.mts";
import { caseKey, cases, skipped, todo } from "./support/cases.mts";
import { javascriptSdkAnswers } from "./support/javascriptSdk.mts";
import { outside } from "./support/python.mts";
import { stable } from "./support/stable.mts";
import { type Target, target } from "./support/target.mts";

outside("botocore", {}, () => {
  let service: Target;
  let [answers, others] = [new Map<string, Answer>(), new Map<string, Answer>()];

  before(async () => {
    service = await target();
    answers = await botocoreAnswers(service);
    others = await javascriptSdkAnswers(service);
    for (const one of cases.filter(({ creates }) => creates)) {
      for (const seen of [answers, others]) {
        const arn = madeArn(seen.get(caseKey(one))?.body ?? {});
        if (arn) service.deleteLater(arn);
      }
    }
  });

  after(() => service.close());

  for (const one of cases) {
    test(caseKey(one), { todo: todo(one), skip: skipped(one) }, () => {
      const answer = answers.get(caseKey(one));
      assert.deepEqual([answer?.status, answer?.error], [one.status, one.error ?? null]);
      assertAnswer(answer?.body, one);
    });

    test(`${caseKey(one)}, as the AWS SDK for JavaScript sees it`, {
      todo: todo(one),
      skip: skipped(one),
    }, () => {
      assert.deepEqual(stable(answers.get(caseKey(one))), stable(others.get(caseKey(one))));
    });
  }
});
