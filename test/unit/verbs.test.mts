import assert from "node:assert/strict";
import { test } from "node:test";
import type { IvsClient, MintedToken } from "../../dist/provider/client/ivsClient.js";
import { IvsError, type IvsErrorKind } from "../../dist/provider/failures/ivsError.js";
import { createLifecycle } from "../../dist/provider/verbs/lifecycle.js";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const inputs = {
  stageArn,
  userId: "bob",
  capabilities: ["PUBLISH" as const, "SUBSCRIBE" as const],
  duration: 720,
  autoRotate: true,
  disconnectOnDelete: false,
  __resourceName: "host",
};
const minted: MintedToken = {
  token: "a.secret.token",
  participantId: "P1",
  expirationTime: new Date("2026-03-01T12:00:00.900Z"),
  date: new Date("2026-03-01T00:00:00Z"),
  requestId: "R1",
  echo: {},
};
const failing = (kind: IvsErrorKind) => async () => {
  const facts = {
    operation: "GetStage",
    region: "us-west-2",
    identity: "the keys of a test",
    limits: { totalTimeout: 300, readTimeout: 60, connectTimeout: 60 },
  };
  throw new IvsError(kind, { ...facts, name: "SomeException" });
};

/** A lifecycle with a service that answers as given, by a clock at midnight unless told otherwise. */
function lifecycle(client: Partial<IvsClient> = {}, now = "2026-03-01T00:00:00Z") {
  const lines: string[] = [];
  const calls: string[] = [];
  const answering: IvsClient = {
    createParticipantToken: async () => minted,
    getStage: async () => {},
    disconnectParticipant: async () => {},
    ...client,
  };
  const counted = Object.fromEntries(
    Object.entries(answering).map(([name, call]) => [
      name,
      (request: never) => {
        calls.push(name);
        return call(request);
      },
    ]),
  ) as unknown as IvsClient;
  const verbs = createLifecycle({
    clock: () => new Date(now),
    say: (line) => {
      assert.ok(!line.includes("a.secret.token"));
      lines.push(line);
    },
    warn: () => {},
    settingsProblems: () => [],
    connect: async () => counted,
  });
  return { ...verbs, lines, calls };
}

test("create: inputs as checked, what was minted, and when it is due", async () => {
  const { create, lines } = lifecycle();
  assert.deepEqual(await create(inputs), {
    id: "P1",
    outs: {
      ...inputs,
      token: "a.secret.token",
      participantId: "P1",
      issuedTime: "2026-03-01T00:00:00Z",
      expirationTime: "2026-03-01T12:00:00Z",
      rotationTime: "2026-03-01T08:00:00Z",
      requestId: "R1",
    },
  });
  assert.deepEqual(lines, []);
});

test("create: what the service leaves out is left out or worked out, never undefined", async () => {
  const bare = { ...minted, expirationTime: undefined, date: undefined, requestId: undefined };
  const { create } = lifecycle({ createParticipantToken: async () => bare }, "2026-03-02T03:00:00.700Z");
  const { outs } = await create({ ...inputs, duration: 60 });
  assert.equal(outs.issuedTime, "2026-03-02T03:00:00Z");
  assert.equal(outs.expirationTime, "2026-03-02T04:00:00Z");
  assert.ok(!("requestId" in outs));
  assert.ok(Object.values(outs).every((value) => value !== undefined));
});

test("create: no rotationTime while autoRotate is off", async () => {
  const { outs } = await lifecycle().create({ ...inputs, autoRotate: false });
  assert.ok(!("rotationTime" in outs));
});

test("create: an echo that differs gets one line and doesn't reach the state", async () => {
  const echo = { userId: "eve", duration: 10, capabilities: ["SUBSCRIBE" as const, "PUBLISH" as const] };
  const { create, lines } = lifecycle({ createParticipantToken: async () => ({ ...minted, echo }) });
  const { outs } = await create(inputs);
  assert.deepEqual([outs.userId, outs.duration], ["bob", 720]);
  assert.deepEqual(lines.length, 1);
  assert.match(
    lines.join(),
    /"host" \(participant P1\): the service answered with another userId and duration/,
  );
});

test("create: an empty echo of what wasn't sent is no difference", async () => {
  const { userId: _, ...anonymous } = inputs;
  const echo = { userId: "", attributes: {} };
  const { create, lines } = lifecycle({ createParticipantToken: async () => ({ ...minted, echo }) });
  await create(anonymous);
  assert.deepEqual(lines, []);
});

test("create: a life shorter than rotateBefore gets one line, and a third of it as window", async () => {
  const short = { ...minted, expirationTime: new Date("2026-03-01T01:00:00Z") };
  const { create, lines } = lifecycle({ createParticipantToken: async () => short });
  const { outs } = await create({ ...inputs, rotateBefore: 60 });
  assert.equal(outs.rotationTime, "2026-03-01T00:40:00Z");
  assert.match(lines.join(), /the service gave it 1 h; .*20 min before expiration .*because rotateBefore/);
});

test("create: fresh but due by the local clock gets one line", async () => {
  const { create, lines } = lifecycle({}, "2026-03-01T08:00:00Z");
  await create(inputs);
  assert.match(lines.join(), /already due by this machine's clock .*set the clock right/);
});

test("create: a failure names the token and what to do, and carries no cause", async () => {
  const { create } = lifecycle({ createParticipantToken: failing("accessDenied") });
  await assert.rejects(create(inputs), (error: Error) => {
    assert.match(error.message, /^ParticipantToken "host" was not created: .*\[SomeException\]$/);
    assert.equal(error.cause, undefined);
    return true;
  });
});

const state = {
  ...inputs,
  token: "a.secret.token",
  participantId: "P1",
  expirationTime: "2026-03-01T12:00:00Z",
  issuedTime: "2026-03-01T00:00:00Z",
  rotationTime: "2026-03-01T08:00:00Z",
  requestId: "R1",
  __provider: "text",
};

test("diff: what there is to say of a token is said once, however often the engine asks", () => {
  const { diff, lines } = lifecycle({}, "2026-03-01T09:00:00Z");
  const due = { changes: true, replaces: ["expirationTime"] };
  for (const _ of [1, 2]) assert.deepEqual(diff(state, inputs), due);
  assert.equal(lines.length, 1);
  diff({ ...state, participantId: "P2" }, inputs);
  for (const name of ["x", "y"])
    diff({ ...state, participantId: undefined }, { ...inputs, __resourceName: name });
  assert.equal(lines.length, 4);
});

test("update: every output is kept, the knobs are taken over, no call is made", () => {
  const { update, calls } = lifecycle();
  const news = { ...inputs, rotateBefore: 60, __provider: "text", __resourceName: "presenter" };
  assert.deepEqual(update(state, news), { ...state, ...news, rotationTime: "2026-03-01T11:00:00Z" });
  assert.deepEqual(calls, []);
});

test("update: a knob that is gone is gone, and so is rotationTime with autoRotate", () => {
  const { update } = lifecycle();
  const outs = update({ ...state, rotateBefore: 60 }, { ...inputs, autoRotate: false });
  assert.ok(!("rotateBefore" in outs) && !("rotationTime" in outs));
  assert.equal(update({ ...state, rotateBefore: 60 }, inputs).rotationTime, "2026-03-01T08:00:00Z");
});

test("read: each stage is asked once for all its tokens, and the state comes back as it is", async () => {
  const { read, calls, lines } = lifecycle();
  const kept = await Promise.all([read(state), read(state), read({ ...state, stageArn: `${stageArn}2` })]);
  assert.equal(kept[0], state);
  assert.deepEqual(calls, ["getStage", "getStage"]);
  assert.deepEqual(lines, []);
});

test("read: a stage that is gone drops each of its tokens, with a line", async () => {
  const { read, lines } = lifecycle({ getStage: failing("notFound") });
  assert.deepEqual(await Promise.all([read(state), read(state)]), [undefined, undefined]);
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /"host" \(participant P1\) is dropped from the state: its stage arn/);
});

for (const kind of [
  "accessDenied",
  "unreachable",
  "unreadable",
  "noCredentials",
  "serviceFault",
  "other",
] as const) {
  test(`read: ${kind} keeps the tokens and says so in one line`, async () => {
    const { read, lines } = lifecycle({ getStage: failing(kind) });
    assert.deepEqual(await Promise.all([read(state), read(state)]), [state, state]);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /are kept as they are: whether the stage still exists could not be asked/);
  });
}

test("read: expiry never drops a token", async () => {
  assert.equal(await lifecycle({}, "2027-01-01T00:00:00Z").read(state), state);
});

test("delete: nothing is called unless the state says so", async () => {
  const { delete: remove, calls } = lifecycle();
  await remove("P1", state);
  assert.deepEqual(calls, []);
  await remove("P1", { ...state, disconnectOnDelete: true });
  assert.deepEqual(calls, ["disconnectParticipant"]);
});

for (const [kind, found] of [
  ["notFound", "never joined"],
  ["invalid", "is taken to have never joined"],
] as const) {
  test(`delete: ${kind} counts as done`, async () => {
    const { delete: remove, lines } = lifecycle({ disconnectParticipant: failing(kind) });
    await remove("P1", { ...state, disconnectOnDelete: true });
    const sentence = `^ParticipantToken "host" \\(participant P1\\) ${found}: the token stays valid until 2026-03-01T12:00:00Z \\(`;
    assert.match(lines.join("\n"), new RegExp(sentence));
  });
}

for (const kind of ["accessDenied", "unreachable", "throttled"] as const) {
  test(`delete: ${kind} fails, with the way out`, async () => {
    const { delete: remove } = lifecycle({ disconnectParticipant: failing(kind) });
    await assert.rejects(
      remove("P1", { ...state, disconnectOnDelete: true }),
      /"host" \(participant P1\) was not deleted: .*pulumi state delete .* whose ID is P1/,
    );
  });
}
