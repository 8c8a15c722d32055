import * as sdk from "@aws-sdk/client-ivs-realtime";
import type { Answer } from "./answer.mts";
import { type Case, caseKey } from "./cases.mts";
import { filledCases } from "./filledCases.mts";
import type { Target } from "./target.mts";

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
