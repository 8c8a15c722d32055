import assert from "node:assert/strict";
import type { Answer } from "./answer.mts";
import { caseKey } from "./cases.mts";
import { filledCases } from "./filledCases.mts";
import { runPython } from "./python.mts";
import type { Target } from "./target.mts";

/** Sends every case with botocore. */
export async function botocoreAnswers(service: Target): Promise<Map<string, Answer>> {
  const sent = await filledCases(service);
  const requests = sent.map(({ operation, input, region, credentials }) => ({
    operation,
    input,
    region,
    credentials,
  }));
  const job = JSON.stringify({ endpoint: service.endpoint, region: service.region, requests });
  const { status, stdout, stderr } = await runPython("client.py", { args: [], input: job, env: service.env });
  assert.equal(status, 0, stderr);
  const answers: Answer[] = JSON.parse(stdout);
  return new Map(sent.map((one, index) => [caseKey(one), answers[index] as Answer]));
}
