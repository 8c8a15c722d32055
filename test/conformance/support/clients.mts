import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as sdk from "@aws-sdk/client-ivs-realtime";
import { bounded, type Ended } from "../../support/processes.mts";
import type { Answer } from "./answers.mts";
import { type Case, caseKey, filledCases } from "./cases.mts";
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

/** Sends every case with the AWS SDK for JavaScript, one after the other as botocore does. */
export async function javascriptSdkAnswers(service: Target): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const one of await filledCases(service)) answers.set(caseKey(one), await answerTo(one, service));
  return answers;
}

async function answerTo(one: Case, { endpoint, region }: Target): Promise<Answer> {
  const client = new sdk.IVSRealTimeClient({
    region: one.region ?? region,
    ...(endpoint !== null && { endpoint, credentials: credentialsOf(one) }),
    maxAttempts: endpoint === null ? 5 : 1,
  });
  // biome-ignore lint/performance/noDynamicNamespaceImportAccess: the table names the operation
  const Command = sdk[`${one.operation}Command` as "GetStageCommand"];
  try {
    const { $metadata, ...body } = await client.send(
      new Command(one.input as unknown as sdk.GetStageRequest),
    );
    return { status: Number($metadata.httpStatusCode), error: null, body: JSON.parse(JSON.stringify(body)) };
  } catch (error) {
    if (!(error instanceof sdk.IVSRealTimeServiceException)) throw error;
    const { name, $metadata, $fault: _, $retryable: __, message: ___, ...modelled } = error;
    const body = JSON.parse(JSON.stringify(modelled));
    return { status: Number($metadata.httpStatusCode), error: name, body };
  } finally {
    client.destroy();
  }
}

function credentialsOf({ credentials: { aws_access_key_id, aws_secret_access_key } = {} }: Case) {
  return { accessKeyId: aws_access_key_id ?? "test", secretAccessKey: aws_secret_access_key ?? "test" };
}

/** The Python that has `requirements.txt` installed, if there is one. */
const python: string | undefined = process.env.CONFORMANCE_PYTHON;

const missing =
  "CONFORMANCE_PYTHON isn't set: no Python with test/conformance/requirements.txt installed, so no outside client to compare with";

/** Tests that need that Python; where there is none, one test that is skipped, since a skipped suite is counted nowhere. */
export function outside(name: string, options: { readonly concurrency?: boolean }, suite: () => void): void {
  if (python === undefined) test(name, { skip: missing }, () => {});
  else describe(name, options, suite);
}

interface Run {
  readonly args: readonly string[];
  readonly input?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs one of the Python programs of this folder. */
export function runPython(program: string, run: Run): Promise<Ended> {
  const file = fileURLToPath(new URL(`../${program}`, import.meta.url));
  return bounded(String(python), [file, ...run.args], run);
}

/** Runs the AWS CLI that is installed beside that Python. */
export function runAws(run: Run): Promise<Ended> {
  return bounded(join(dirname(String(python)), "aws"), run.args, run);
}
