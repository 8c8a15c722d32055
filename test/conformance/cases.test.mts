import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answersAsGiven } from "./support/answers.mts";
import { caseKey, cases, skipped, stable, todo } from "./support/cases.mts";
import { botocoreAnswers, javascriptSdkAnswers, outside } from "./support/clients.mts";

outside("botocore", {}, () => {
  const answersTo = answersAsGiven(botocoreAnswers, javascriptSdkAnswers);

  for (const one of cases) {
    test(`${caseKey(one)}, as the AWS SDK for JavaScript sees it`, {
      todo: todo(one),
      skip: skipped(one),
    }, () => {
      const [byBotocore, bySdk] = answersTo(one);
      assert.deepEqual(stable(byBotocore), stable(bySdk));
    });
  }
});

describe("the AWS SDK for JavaScript", () => {
  answersAsGiven(javascriptSdkAnswers);
});
