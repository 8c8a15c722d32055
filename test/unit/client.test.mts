import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import { type Emulator, type Fault, startEmulator } from "ivs-realtime-emulator";
import { connectClient } from "../../dist/provider/client/connect.js";
import type { IvsClient } from "../../dist/provider/client/ivsClient.js";
import { explain } from "../../dist/provider/failures/explain.js";
import { IvsError } from "../../dist/provider/failures/ivsError.js";
import type { Settings } from "../../dist/provider/settings/resolve.js";
import { settings } from "../support/environment.mts";
import { loopbackServer } from "../support/servers.mts";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const now = new Date("2026-03-01T00:00:00Z");
const request = {
  stageArn,
  userId: "bob-the-hushed",
  attributes: { role: "quiet-role" },
  capabilities: ["PUBLISH" as const],
  duration: 60,
};
const keys = { accessKey: "test", secretKey: "test" };
const noLog = () => {};
let emulator: Emulator;

before(async () => {
  emulator = await startEmulator({ clock: () => now });
});
after(() => emulator.close());

/** A client with the given settings, which tries three times at most. */
function connect(aws: Record<string, unknown> = {}, more: Partial<Settings> = {}): IvsClient {
  const client = connectClient(
    settings({ ...keys, maxRetries: 2, endpoint: emulator.url, ...aws }, more),
    noLog,
  );
  return {
    createParticipantToken: async (asked) => (await client).createParticipantToken(asked),
    getStage: async (...asked) => (await client).getStage(...asked),
    disconnectParticipant: async (...asked) => (await client).disconnectParticipant(...asked),
  };
}

/** The sentence of a failing call; the error must hold no secret however it is printed. */
async function failure(call: Promise<unknown>): Promise<{ kind: string; text: string }> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof IvsError, `expected an IvsError, got ${inspect(error)}`);
  const text = explain(error, stageArn);
  assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }) + text, /hush|quiet-role|eyJ/);
  assert.equal(error.cause, undefined);
  return { kind: error.kind, text };
}

async function underFault<T>(fault: Fault, run: () => Promise<T>): Promise<T> {
  const undo = emulator.fault(fault);
  try {
    return await run();
  } finally {
    undo();
  }
}

test("a minted token comes with its times, its IDs and the service's echo", async () => {
  const minted = await connect().createParticipantToken(request);
  assert.match(minted.token, /^eyJ/);
  assert.match(minted.participantId, /^[A-Za-z0-9]{8,64}$/);
  assert.deepEqual(minted.date, now);
  assert.deepEqual(minted.expirationTime, new Date("2026-03-01T01:00:00Z"));
  assert.match(minted.requestId ?? "", /^[0-9a-f-]{36}$/);
  const { stageArn: _, ...echo } = request;
  assert.deepEqual(minted.echo, echo);
});

test("at the wire: what was asked, the ARN's region, and the package in the user agent", async () => {
  await connect().createParticipantToken(request);
  const seen = emulator.requests.at(-1);
  assert.deepEqual(seen?.input, request);
  assert.equal(seen?.region, "us-west-2");
  assert.match(seen?.userAgent ?? "", /\bpulumi-ivs-realtime\/\d+\.\d+\.\d+/);
});

test("a lacking or unreadable expirationTime or Date is left to the caller", async () => {
  const drop = (member: string) => (body: Record<string, unknown>) => {
    delete (body.participantToken as Record<string, unknown>)[member];
    return body;
  };
  const minted = await underFault({ rewrite: drop("expirationTime") }, () =>
    connect().createParticipantToken(request),
  );
  assert.equal(minted.expirationTime, undefined);
  const rawBody = '{"participantToken":{"token":"t","participantId":"p"}}';
  for (const date of [null, "yesterday"]) {
    const { date: answered } = await underFault({ rawBody, headers: { date } }, () =>
      connect().createParticipantToken(request),
    );
    assert.equal(answered, undefined);
  }
});

const unreadable: [string, string][] = [
  ["cut short", '{"participantToken":{"token":"eyJhush'],
  ["a page of HTML", "<html>eyJhush</html>"],
  ["empty", ""],
  ["no object", '"eyJhush"'],
  ["null", "null"],
  ["without a token", '{"participantToken":{"participantId":"p"}}'],
  ["without a participantId", '{"participantToken":{"token":"eyJhush"}}'],
  [
    "with a participantId that is none",
    '{"participantToken":{"token":"t","participantId":"eyJhush\\u001b[2J"}}',
  ],
  ["with its token as participantId", '{"participantToken":{"token":"eyJhush","participantId":"eyJhush"}}'],
  ["a token that is no text", '{"participantToken":{"token":5,"participantId":"p"}}'],
  [
    "a time that is none",
    '{"participantToken":{"token":"eyJhush","participantId":"p","expirationTime":"hush"}}',
  ],
];
for (const [what, rawBody] of unreadable) {
  test(`an answer of 200 that is ${what}: a sentence of our own`, async () => {
    const { kind, text } = await underFault({ rawBody }, () =>
      failure(connect().createParticipantToken(request)),
    );
    assert.equal(kind, "unreadable");
    assert.match(text, /could not be read: .*If a token was minted it is lost.*HTTP 200/);
  });
}

const refusals: [number, string, string, string, RegExp][] = [
  [
    403,
    "AccessDeniedException",
    "accessDenied",
    "User: arn:aws:iam::1:user/x is not authorized",
    /allow the IAM action ivs:CreateParticipantToken.*User: arn:aws:iam/,
  ],
  [403, "PendingVerification", "pendingVerification", "Pending", /pending verification.*wait for AWS/],
  [402, "ServiceQuotaExceededException", "quota", "Too much", /quota of account 123456789012 in us-west-2/],
  [
    400,
    "ValidationException",
    "invalid",
    "Value 'bob-the-hushed' at 'userId' quiet-role",
    /Value '\[masked\]' at 'userId' \[masked\]/,
  ],
  [400, "ThrottlingException", "throttled", "Rate exceeded", /3 attempts/],
  [429, "TooManyRequestsException", "throttled", "Slow down", /more calls of CreateParticipantToken/],
  [
    403,
    "InvalidSignatureException",
    "refusedCredentials",
    "It does not match.\n\nThe Canonical String\nx-amz-security-token:hush",
    /refused these AWS credentials.*It does not match\.;/,
  ],
  [
    403,
    "InvalidSignatureException",
    "clockSkew",
    "Signature expired: 1 is earlier than 2",
    /correct this machine's clock/,
  ],
  [403, "ExpiredTokenException", "refusedCredentials", "expired", /have not expired/],
  [
    500,
    "InternalServerException",
    "serviceFault",
    "Oops eyJhushhush.eyJhushhush.hushhushhush",
    /failed on its side.*Oops \[masked\]/,
  ],
  [404, "UnknownOperationException", "unreadable", "", /something other than IVS Real-Time/],
  [
    418,
    "TeapotException",
    "other",
    "short and stout",
    /CreateParticipantToken failed in an unknown way: .*\[TeapotException: short and stout/,
  ],
];
for (const [status, name, kind, message, pattern] of refusals) {
  test(`${status} ${name} is ${kind}`, async () => {
    const found = await underFault({ status, name, message }, () =>
      failure(connect().createParticipantToken(request)),
    );
    assert.equal(found.kind, kind);
    assert.match(found.text, pattern);
    assert.match(found.text, new RegExp(`${name}.*HTTP ${status}.*request ID`));
  });
}

test("a stage that isn't there: notFound, with account and region", async () => {
  const gone = stageArn.replace("abcd", "zzzz");
  const { kind, text } = await failure(connect().createParticipantToken({ ...request, stageArn: gone }));
  assert.equal(kind, "notFound");
  assert.match(text, /not found in account 123456789012, region us-west-2/);
  assert.equal((await failure(connect().getStage(gone))).kind, "notFound");
});

test("a stage looked for in another region: the setting is named", async () => {
  const { text } = await failure(connect({ region: "eu-west-1" }).getStage(stageArn));
  assert.match(
    text,
    /region eu-west-1: .*; the stage is in us-west-2, but ivs-realtime:region says eu-west-1/,
  );
});

test("a participant that never joined: notFound or invalid, both of which deletion takes as done", async () => {
  const { kind } = await failure(
    connect().disconnectParticipant({ stageArn, participantId: "never", reason: "r" }),
  );
  assert.match(kind, /^(notFound|invalid)$/);
});

test("no connection: unreachable, and the endpoint is named", async () => {
  const { kind, text } = await underFault({ dropConnection: true }, () =>
    failure(connect().getStage(stageArn)),
  );
  assert.equal(kind, "unreachable");
  assert.match(
    text,
    /http:\/\/127\.0\.0\.1:\d+ \(the input aws\.endpoint\) could not be reached: is the emulator running.*3 attempts in (under )?\d+ s/,
  );
  assert.equal(
    (await failure(connect({ endpoint: "https://127.0.0.1:1" }).getStage(stageArn))).kind,
    "unreachable",
  );
});

test("a profile that isn't there: noCredentials, and the profile is named", async () => {
  const identity = { kind: "profile" as const, profile: "no-such-profile", from: "stack config aws:profile" };
  const { kind, text } = await failure(connect({}, { identity }).getStage(stageArn));
  assert.equal(kind, "noCredentials");
  assert.match(text, /tried: the profile "no-such-profile" of stack config aws:profile/);
});

test("a failure of the source of credentials is not an answer of the service", async (t) => {
  const sts = createServer((_, response) => {
    response.writeHead(404, { "content-type": "text/xml" });
    response.end(
      "<ErrorResponse><Error><Type>Sender</Type><Code>ResourceNotFoundException</Code>" +
        "<Message>User: arn:aws:iam::1:user/x may not perform sts:AssumeRole</Message></Error></ErrorResponse>",
    );
  });
  await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", resolve));
  t.after(() => sts.close());
  const { port } = sts.address() as AddressInfo;
  const aws = {
    assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/host", externalId: "hush-hush" }],
    endpoints: [{ sts: `http://127.0.0.1:${port}` }],
  };
  const { kind, text } = await failure(connect(aws).getStage(stageArn));
  assert.equal(kind, "noCredentials");
  assert.match(
    text,
    /credentials were found \(tried: the keys of the input aws.accessKey, and the role arn:aws:iam::123456789012:role\/host by STS at http:\/\/127\.0\.0\.1:\d+\).*ResourceNotFoundException: User: .* sts:AssumeRole\]$/,
  );
});

test("an error's name and request ID are shown if they look like one, and nothing else is", async () => {
  for (const name of ["bob-the-hushed", "eyJhush.hush.hush", "Quiet role"]) {
    const fault = { status: 400, name, message: "no", headers: { "x-amzn-requestid": "eyJhush.hush" } };
    const { text } = await underFault(fault, () => failure(connect().createParticipantToken(request)));
    assert.match(text, /\[an unnamed error: [^;]*; HTTP 400(; 3 attempts in [^;]*)?\]$/);
  }
  const named = { ...request, userId: "Hushed" };
  const { text } = await underFault({ status: 400, name: "Hushed" }, () =>
    failure(connect().createParticipantToken(named)),
  );
  assert.doesNotMatch(text, /Hushed/);
});

test("values that happen to appear in a known name or in a UUID don't cost the advice or the request ID", async () => {
  const odd = { ...request, attributes: { a: "Access", b: "Denied", c: "Exception" } };
  const requestId = "abc12345-0000-4000-8000-abcabcabcabc";
  const fault = {
    status: 403,
    name: "AccessDeniedException",
    message: "no",
    headers: { "x-amzn-requestid": requestId },
  };
  const call = () => connect().createParticipantToken({ ...odd, userId: "abc" });
  const { kind, text } = await underFault(fault, () => failure(call()));
  assert.equal(kind, "accessDenied");
  assert.match(text, new RegExp(`AccessDeniedException: no; HTTP 403;.* request ID ${requestId}`));
});

test("credentials that the SDK found by itself are masked too", async (t) => {
  const variables = {
    AWS_ACCESS_KEY_ID: "AKIAX",
    AWS_SECRET_ACCESS_KEY: "hush-secret",
    AWS_SESSION_TOKEN: "hush-session",
  };
  Object.assign(process.env, variables);
  t.after(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
  });
  const client = connect({}, { identity: { kind: "chain" } });
  const fault = { status: 400, name: "ValidationException", message: "header hush-session with hush-secret" };
  const { text } = await underFault(fault, () => failure(client.getStage(stageArn)));
  assert.match(text, /header \[masked\] with \[masked\]/);
});

test("an answer that drips for ever ends at the limit", async (t) => {
  const server = createServer((_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(drip));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const client = connect({ endpoint: `http://127.0.0.1:${port}`, totalTimeout: 1 });
  assert.equal((await failure(client.getStage(stageArn))).kind, "tooSlow");
  const { text } = await failure(client.createParticipantToken(request));
  assert.match(
    text,
    /no whole answer to CreateParticipantToken came within the 1 s that a call may take .*for something that waits\. If a token was minted it is lost/,
  );
});

for (const [status, isLost] of [
  [200, true],
  [403, false],
] as const) {
  test(`a ${status} whose body has no end is read for 1 MB, and no further`, async (t) => {
    let sent = 0;
    const server = createServer((_, response) => {
      response.writeHead(status);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536))) sent += 65_536;
      };
      response.on("drain", more);
      more();
    });
    const { url, close } = await loopbackServer(server);
    t.after(close);
    const sts = {
      assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/host" }],
      endpoints: [{ sts: url }],
    };
    const { kind, text } = await failure(connect({ endpoint: url }).createParticipantToken(request));
    assert.equal(kind, "unreadable");
    assert.equal(/If a token was minted it is lost/.test(text), isLost, text);
    assert.equal((await failure(connect(sts).getStage(stageArn))).kind, "noCredentials");
    assert.ok(sent < 50_000_000, `${sent}`);
  });
}

test("something that speaks no HTTP: unreadable", async (t) => {
  const server = createTcpServer((socket) => socket.on("error", () => {}).end("220 mail\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const call = connect({ endpoint: `http://127.0.0.1:${port}` }).getStage(stageArn);
  assert.equal((await failure(call)).kind, "unreadable");
});

test("wrong keys: refusedCredentials", async () => {
  const wrong = { accessKey: "test", secretKey: "hush-hush" };
  assert.equal((await failure(connect(wrong).getStage(stageArn))).kind, "refusedCredentials");
});

for (const [status, name, mayBeLost] of [
  [500, "InternalServerException", true],
  [502, "BadGateway", true],
  [504, "GatewayTimeout", true],
  [501, "NotImplemented", false],
  [503, "SlowDown", false],
  [500, "AccessDeniedException", false],
] as const) {
  test(`a mint that ends in ${status} ${name} says ${mayBeLost ? "" : "nothing "}of a lost token`, async () => {
    const { text } = await underFault({ status, name }, () =>
      failure(connect().createParticipantToken(request)),
    );
    assert.equal(/If a token was minted it is lost/.test(text), mayBeLost, text);
  });
}

test("a lost answer may be a lost token, whatever the last attempt ended in, and on loopback too", async (t) => {
  const lost = /If a token was minted it is lost: it can't be retrieved/;
  const dropped = await underFault({ dropConnection: true }, () =>
    failure(connect().createParticipantToken(request)),
  );
  assert.match(dropped.text, /is the emulator running there.*\)\. If a token was minted/);
  assert.match(dropped.text, lost);
  const refused = connect({ endpoint: "http://127.0.0.1:9" });
  assert.doesNotMatch((await failure(refused.createParticipantToken(request))).text, lost);
  const stage = await underFault({ dropConnection: true }, () => failure(connect().getStage(stageArn)));
  assert.doesNotMatch(stage.text, lost);
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (asked === 1) response.destroy();
    else response.writeHead(403, { "x-amzn-errortype": "AccessDeniedException" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const later = await failure(
    connect({ endpoint: `http://127.0.0.1:${port}` }).createParticipantToken(request),
  );
  assert.match(later.text, /allow the IAM action .*If a token was minted it is lost/);
});

test("what fails before it goes out loses no token", async () => {
  const broken = { accessKeyId: "test", secretAccessKey: 5 as unknown as string, from: "a test" };
  const client = connect({}, { identity: { kind: "keys", ...broken } });
  const { kind, text } = await failure(client.createParticipantToken(request));
  assert.equal(kind, "other");
  assert.doesNotMatch(text, /lost/);
});

test("other calls' errors show neither userId nor attributes of the token that they are about", async () => {
  const fault = { status: 400, name: "ValidationException", message: "not bob-the-hushed with quiet-role" };
  const asked = { stageArn, participantId: "someone", reason: "r" };
  for (const call of [
    () => connect().getStage(stageArn, request),
    () => connect().disconnectParticipant(asked, request),
  ]) {
    const { text } = await underFault(fault, () => failure(call()));
    assert.match(text, /not \[masked\] with \[masked\]/);
  }
});

test("a text of 900 KB in an error is cut", async () => {
  const fault = { status: 400, name: "ValidationException", message: "x".repeat(900_000) };
  const { text } = await underFault(fault, () => failure(connect().createParticipantToken(request)));
  assert.ok(text.length < 1000, `${text.length}`);
});
