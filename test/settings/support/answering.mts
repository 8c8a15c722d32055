import { createServer, type IncomingHttpHeaders } from "node:http";
import type { TestContext } from "node:test";
import { type Listening, loopbackServer } from "../../support/loopbackServer.mts";

/** Answers each path with what is given for it, as text or as JSON, and any other with a page of another status. */
export async function answering(
  t: TestContext,
  answers: Readonly<Record<string, unknown>>,
  admits: (path: string, headers: IncomingHttpHeaders) => boolean = () => true,
  otherwise = 404,
): Promise<Listening> {
  const server = createServer(({ url = "", headers }, response) => {
    const answer = admits(url, headers) ? answers[url] : undefined;
    response.writeHead(answer === undefined ? otherwise : 200, {
      "x-aws-ec2-metadata-token-ttl-seconds": "60",
    });
    response.end(typeof answer === "string" ? answer : (JSON.stringify(answer) ?? "<html>No</html>"));
  });
  const listening = await loopbackServer(server);
  t.after(() => listening.close());
  return listening;
}
