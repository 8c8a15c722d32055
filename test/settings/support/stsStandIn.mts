import { createServer } from "node:http";
import type { TestContext } from "node:test";
import { type Listening, loopbackServer } from "../../support/loopbackServer.mts";

/** What it answers to a call: credentials to give out, or an error whose message begins with a text. */
export type StsAnswer = { readonly issues: string } | { readonly quotes: string };

/** An STS that answers call after call as given, and its last answer to all that follow. It asks for no signature. */
export async function stsStandIn(t: TestContext, ...answers: readonly StsAnswer[]): Promise<Listening> {
  let calls = 0;
  const server = createServer((request, response) => {
    const answer = answers[Math.min(calls++, answers.length - 1)] ?? { quotes: "nothing" };
    request.resume();
    response.writeHead("issues" in answer ? 200 : 403, { "content-type": "text/xml" });
    response.end("issues" in answer ? issued(answer.issues) : refused(answer.quotes));
  });
  const listening = await loopbackServer(server);
  t.after(() => listening.close());
  return listening;
}

/** @param secret the secret access key; the session token is the same with `-token`. */
function issued(secret: string): string {
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  const parts = { AccessKeyId: "ASIASTANDIN", SecretAccessKey: secret, SessionToken: `${secret}-token` };
  const elements = Object.entries({ ...parts, Expiration: expiration }).map(
    ([name, value]) => `<${name}>${value}</${name}>`,
  );
  const result = `<AssumeRoleResult><Credentials>${elements.join("")}</Credentials></AssumeRoleResult>`;
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</AssumeRoleResponse>`;
}

function refused(text: string): string {
  const error = `<Type>Sender</Type><Code>AccessDenied</Code><Message>${text} is refused</Message>`;
  return `<ErrorResponse><Error>${error}</Error><RequestId>1</RequestId></ErrorResponse>`;
}
