import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { start } from "./processes.mts";
import { type Listening, loopbackServer } from "./servers.mts";

/** A running moto: AWS services on loopback, of which tests use STS. */
interface Moto {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts moto at a free port with the Python that has `test/conformance/requirements.txt` installed. */
export async function startMoto(python: string): Promise<Moto> {
  const args = ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"];
  const env = { PATH: process.env.PATH, PYTHONUNBUFFERED: "1", AWS_EC2_METADATA_DISABLED: "true" };
  const moto = start(python, args, { env });
  const [, url = ""] = await moto.line(/Running on (http:\/\/127\.0\.0\.1:\d+)/);
  return { url, close: () => moto.stop() };
}

/** A call of AWS STS as it was seen at the wire. */
export interface StsCall {
  readonly action: string;
  /** The form as it was sent, without `Action` and `Version`: `{ RoleArn, "Tags.member.1.Key", … }`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What it was signed with; undefined where it wasn't signed. */
  readonly accessKeyId: string | undefined;
  readonly region: string | undefined;
  readonly userAgent: string | undefined;
  /** The path of the URL that it was sent to. */
  readonly path: string | undefined;
  /** What the answer gave out, if it gave out credentials. */
  readonly issued: Issued | undefined;
}

export interface Issued {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Stands in front of moto's STS, hands everything on and keeps what it saw. */
interface Relay extends Listening {
  readonly calls: readonly StsCall[];
}

/** @param onIssued hears of credentials before their receiver has them. */
async function startRecordingRelay(target: string, onIssued: (credentials: Issued) => void): Promise<Relay> {
  const calls: StsCall[] = [];
  const server = createServer(async (request, response) => {
    const form = await text(request);
    const answer = await fetch(target, { method: "POST", headers: passedOn(request), body: form });
    const body = await answer.text();
    const issued = issuedIn(body);
    calls.push({ ...callOf(request, form), issued });
    if (issued) onIssued(issued);
    response.writeHead(answer.status, { "content-type": "text/xml" }).end(body);
  });
  return { ...(await loopbackServer(server)), calls };
}

function passedOn({ headers }: IncomingMessage): Record<string, string> {
  const { authorization = "", "content-type": type = "application/x-www-form-urlencoded" } = headers;
  return { "content-type": type, ...(authorization !== "" && { authorization }) };
}

function callOf({ headers, url }: IncomingMessage, form: string): Omit<StsCall, "issued"> {
  const { Action: action = "", Version: _, ...parameters } = Object.fromEntries(new URLSearchParams(form));
  const scope = /Credential=([^,\s]*)/.exec(headers.authorization ?? "")?.[1]?.split("/") ?? [];
  const userAgent = headers["user-agent"];
  return { action, parameters, accessKeyId: scope[0], region: scope[2], userAgent, path: url };
}

function issuedIn(answer: string): Issued | undefined {
  const element = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1];
  const [accessKeyId, secretAccessKey] = [element("AccessKeyId"), element("SecretAccessKey")];
  const sessionToken = element("SessionToken");
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) return;
  return { accessKeyId, secretAccessKey, sessionToken };
}

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

const python: string | undefined = process.env.CONFORMANCE_PYTHON;

/** Why tests with an STS are skipped; false where they aren't. */
export const skip =
  python === undefined &&
  "CONFORMANCE_PYTHON isn't set: no Python with test/conformance/requirements.txt installed, so no STS by moto";

/** moto's STS behind a relay; where it isn't wanted, or has no Python, nothing listens. */
export interface Sts {
  readonly url: string;
  readonly calls: Relay["calls"];
  close(): Promise<void>;
}

export async function startSts(wanted: boolean, onIssued: (credentials: Issued) => void): Promise<Sts> {
  if (!wanted || python === undefined) return { url: "http://127.0.0.1:9", calls: [], close: async () => {} };
  const moto: Moto = await startMoto(python);
  const relay = await startRecordingRelay(moto.url, onIssued);
  return {
    url: relay.url,
    calls: relay.calls,
    async close() {
      await relay.close();
      await moto.close();
    },
  };
}
