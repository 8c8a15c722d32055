import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Answer, madeArn } from "./support/answer.mts";
import { assertAnswer } from "./support/assertAnswer.mts";
import { caseKey, cases, skipped, todo } from "./support/cases.mts";
import { javascriptSdkAnswers } from "./support/javascriptSdk.mts";
import { type Target, target } from "./support/target.mts";

describe("the AWS SDK for JavaScript", () => {
  let service: Target;
  let answers = new Map<string, Answer>();

  before(async () => {
    service = await target();
    answers = await javascriptSdkAnswers(service);
    for (const one of cases.filter(({ creates }) => creates)) {
      const arn = madeArn(answers.get(caseKey(one))?.body ?? {});
      if (arn) service.deleteLater(arn);
    }
  });

  after(() => service.close());

  for (const one of cases) {
    test(caseKey(one), { todo: todo(one), skip: skipped(one) }, () => {
      const answer = answers.get(caseKey(one));
      assert.deepEqual([answer?.status, answer?.error], [one.status, one.error ?? null]);
      assertAnswer(answer?.body, one);
    });
  }
});
