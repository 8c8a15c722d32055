import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Case, caseKey, cases, skipped, todo } from "./cases.mts";
import { type Target, target } from "./target.mts";

/** What a client made of an answer. */
export interface Answer {
  readonly status: number;
  readonly error: string | null;
  readonly body: Body;
}

type Body = Readonly<Record<string, unknown>> & {
  readonly stage?: { readonly arn: string };
  readonly publicKey?: { readonly arn: string };
};

/** The ARN of what an answer says was made. */
export function madeArn({ stage, publicKey }: Body): string | undefined {
  return (stage ?? publicKey)?.arn;
}

/** Compares a parsed answer with what its case says of it. */
export function assertAnswer(body: unknown, { has = [], lacks = [], matches = {} }: Case): void {
  const text = JSON.stringify(body);
  for (const path of has) assert.notEqual(at(body, path), undefined, `${path} is missing in ${text}`);
  for (const path of lacks) assert.equal(at(body, path), undefined, `${path} stands in ${text}`);
  for (const [path, pattern] of Object.entries(matches))
    assert.match(String(at(body, path)), new RegExp(pattern));
}

function at(body: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}

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
