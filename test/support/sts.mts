import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type Listening, loopbackServer } from "./loopbackServer.mts";

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
export interface Relay extends Listening {
  readonly calls: readonly StsCall[];
}

/** @param onIssued hears of credentials before their receiver has them. */
export async function startRecordingRelay(
  target: string,
  onIssued: (credentials: Issued) => void,
): Promise<Relay> {
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
