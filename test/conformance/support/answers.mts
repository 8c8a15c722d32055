import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Answer, madeArn } from "./answer.mts";
import { assertAnswer } from "./assertAnswer.mts";
import { type Case, caseKey, cases, skipped, todo } from "./cases.mts";
import { type Target, target } from "./target.mts";

/** Sends every case with a client. */
type Send = (service: Target) => Promise<Map<string, Answer>>;

/** Tests that the first client gets for every case what the table says; returns what finds the answers to a case, one a client. */
export function answersAsGiven(...clients: readonly Send[]): (one: Case) => (Answer | undefined)[] {
  let service: Target | undefined;
  const answers: Map<string, Answer>[] = [];
  const answersTo = (one: Case) => answers.map((seen) => seen.get(caseKey(one)));

  before(async () => {
    service = await target();
    for (const send of clients) answers.push(await send(service));
    const made = cases.filter(({ creates }) => creates).flatMap(answersTo);
    for (const arn of made.map((answer) => madeArn(answer?.body ?? {}))) if (arn) service.deleteLater(arn);
  });

  after(() => service?.close());

  for (const one of cases) {
    test(caseKey(one), { todo: todo(one), skip: skipped(one) }, () => {
      const [answer] = answersTo(one);
      assert.deepEqual([answer?.status, answer?.error], [one.status, one.error ?? null]);
      assertAnswer(answer?.body, one);
    });
  }
  return answersTo;
}
