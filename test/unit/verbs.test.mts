import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc.js";
import fc from "fast-check";
import type { IvsClient, MintedToken } from "../../dist/provider/client/ivsClient.js";
import { createDynamicProvider } from "../../dist/provider/dynamicProvider.js";
import { IvsError, type IvsErrorKind } from "../../dist/provider/failures/ivsError.js";
import { createMemory, type Host } from "../../dist/provider/verbs/host.js";
import { clockAt } from "../support/scene.mts";

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
/** As Pulumi's wire marks it. */
const secret = (value: unknown) => ({ [specialSigKey]: specialSecretSig, value });
const failing =
  (kind: IvsErrorKind, message = "") =>
  async () => {
    const facts = {
      operation: "GetStage",
      region: "us-west-2",
      identity: "the keys of a test",
      limits: { totalTimeout: 300, readTimeout: 60, connectTimeout: 60 },
    };
    throw new IvsError(kind, { ...facts, name: "SomeException", message });
  };

interface HostOptions extends Partial<Host> {
  /** Midnight by default. */
  now?: string;
}

/** The dynamic provider with a service that answers as given. */
function provider(
  client: Partial<IvsClient> = {},
  { now = "2026-03-01T00:00:00Z", ...host }: HostOptions = {},
) {
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
      (...given: [never, never]) => {
        calls.push(name);
        return call(...given);
      },
    ]),
  ) as unknown as IvsClient;
  const verbs = createDynamicProvider({
    clock: () => new Date(now),
    log: (level, line) => {
      assert.ok(!line.includes("a.secret.token"));
      lines.push(`${level}: ${line}`);
    },
    pause: async () => {},
    memoize: createMemory(),
    checkSettings: () => ({ problems: [], warnings: [] }),
    connect: async () => counted,
    configure: () => {},
    ...host,
  });
  return { ...verbs, lines, calls };
}

test("check: inputs in one form; failures name no property to the engine, and in their sentence", async () => {
  const { check } = provider();
  assert.deepEqual(await check({}, { stageArn, duration: "12h" }), {
    inputs: {
      stageArn,
      duration: 720,
      capabilities: ["PUBLISH", "SUBSCRIBE"],
      autoRotate: true,
      disconnectOnDelete: false,
    },
    failures: [],
  });
  const { failures } = await check({}, { stageArn, autoRotate: "yes", "user\u001bId": "bob" });
  assert.deepEqual(
    failures.map(({ property }) => property),
    ["", ""],
  );
  assert.match(failures[0]?.reason ?? "", /^text of 7 characters as a name is not an input/);
  assert.match(failures[1]?.reason ?? "", /^autoRotate must be true or false/);
});

test("check: a window that leaves nearly nothing of the life before it is said, and no other", async () => {
  for (const [duration, rotateBefore, left] of [
    [720, 719, "a window of 11 h 59 min leaves only 1 min of its 12 h before it"],
    [2, "110s", "a window of 1 min 50 s leaves only 10 s of its 2 min before it"],
    [20_160, 20_101, "a window of 13 d 23 h leaves only 59 min of its 14 d before it"],
    [20_160, 20_100, undefined],
    [720, 648, undefined],
    [2, "108s", undefined],
    [60, undefined, undefined],
    [720, 720, undefined],
  ]) {
    const { check, lines } = provider();
    await check({}, { ...inputs, duration, rotateBefore });
    const line = `warning: ParticipantToken "host": ${left}: each pulumi up that comes later than that rotates it, so make rotateBefore shorter.`;
    assert.deepEqual(lines, left === undefined ? [] : [line], `${duration} ${rotateBefore}`);
    const off = provider();
    await off.check({}, { ...inputs, duration, rotateBefore, autoRotate: false });
    assert.deepEqual(off.lines, []);
  }
});

test("check: settings that hold a secret come back as a secret, others don't", async () => {
  const { check } = provider();
  for (const [aws, expected] of [
    [
      { secretKey: "hush", maxRetries: 2 },
      { secretKey: secret("hush"), maxRetries: secret(2) },
    ],
    [{ profile: "dev" }, { profile: "dev" }],
  ]) {
    assert.deepEqual((await check({}, { stageArn, aws })).inputs.aws, expected);
  }
});

test("check: wrong settings fail with the inputs, also for a stage that isn't known yet or is wrong", async () => {
  const targets: unknown[] = [];
  const checkSettings: Host["checkSettings"] = (target) => {
    targets.push(target);
    return { problems: ["the profile is wrong", "the region too"], warnings: [] };
  };
  const { check } = provider({}, { checkSettings });
  const { failures } = await check({}, { stageArn, aws: { profile: "dev" }, duration: 0 });
  assert.match(failures[0]?.reason ?? "", /^duration /);
  assert.deepEqual(failures.slice(1), [
    { property: "", reason: "the profile is wrong" },
    { property: "", reason: "the region too" },
  ]);
  assert.deepEqual(targets, [{ stageArn, aws: { profile: "dev" } }]);
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  for (const given of [{ stageArn: unknown }, { stageArn: "arn" }]) {
    const { failures } = await check({}, given);
    assert.equal(failures.at(-1)?.reason, "the region too");
    assert.deepEqual(targets.at(-1), { stageArn: "", aws: {} });
  }
  assert.deepEqual((await check({}, { stageArn, aws: { profile: unknown } })).failures, []);
  assert.equal(targets.length, 3);
});

test("a state that is damaged in any way ends no verb in an error of JavaScript", async () => {
  const odd = { toString: 1, valueOf: 1, constructor: null };
  const bad = fc.constantFrom<unknown>(odd, [odd, odd], null, 7, "x", {}, ["PUBLISH", odd], deep());
  const damaged = Object.keys(state).filter((name) => name !== "token");
  const names = fc.constantFrom(...damaged, "__proto__", "constructor");
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, bad), async (damage) => {
      const { diff, update, read, delete: remove } = provider();
      const olds = { ...state, ...damage };
      await diff("P1", olds, inputs);
      await update("P1", olds, inputs);
      assert.equal((await read("P1", olds)).id, "P1");
      await remove("P1", olds);
    }),
  );
});

function deep(): unknown {
  let value: unknown = "x";
  for (let level = 0; level < 5000; level++) value = { value };
  return value;
}

test("read: what was declared with the option id is no token, which is an error without a call", async () => {
  const { read, calls } = provider();
  const declared = { stageArn, __resourceName: "host" };
  await assert.rejects(
    read("P1", declared),
    /"host" can't be read by an ID: AWS keeps no token .* option id/,
  );
  assert.deepEqual(calls, []);
});

test("each verb that meets the settings warns of them, once a run", async () => {
  const checkSettings = () => ({ problems: [], warnings: ["insecure is on", "a name is unknown"] });
  const warnings = ["warning: insecure is on", "warning: a name is unknown"];
  const all = provider({}, { checkSettings });
  for (const act of [
    (verbs: ReturnType<typeof provider>) => verbs.check({}, inputs),
    (verbs: ReturnType<typeof provider>) => verbs.create(inputs),
    (verbs: ReturnType<typeof provider>) => verbs.read("P1", state),
    (verbs: ReturnType<typeof provider>) => verbs.delete("P1", state),
  ]) {
    const alone = provider({}, { checkSettings });
    await act(alone);
    await act(all);
    assert.deepEqual(alone.lines, warnings);
  }
  assert.deepEqual(all.lines, warnings);
});

test("configure: the config is taken over before the call returns", () => {
  const configs: unknown[] = [];
  const config = { get: () => undefined };
  const { configure } = createDynamicProvider({
    clock: () => new Date(),
    log: () => {},
    pause: async () => {},
    memoize: createMemory(),
    checkSettings: () => ({ problems: [], warnings: [] }),
    connect: async () => assert.fail(),
    configure: (given) => void configs.push(given),
  });
  assert.equal(configure({ config }), undefined);
  assert.deepEqual(configs, [config]);
});

test("create: inputs as checked, what was minted, and when it is due; the token is a secret", async () => {
  const { create, lines } = provider();
  assert.deepEqual(await create(inputs), {
    id: "P1",
    outs: {
      ...inputs,
      token: secret("a.secret.token"),
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
  const { create } = provider(
    { createParticipantToken: async () => bare },
    { now: "2026-03-02T03:00:00.700Z" },
  );
  const { outs } = await create({ ...inputs, duration: 60 });
  assert.equal(outs.issuedTime, "2026-03-02T03:00:00Z");
  assert.equal(outs.expirationTime, "2026-03-02T04:00:00Z");
  assert.ok(!("requestId" in outs));
  assert.ok(Object.values(outs).every((value) => value !== undefined));
});

test("create: no rotationTime while autoRotate is off", async () => {
  const { outs } = await provider().create({ ...inputs, autoRotate: false });
  assert.ok(!("rotationTime" in outs));
});

test("create: an echo that differs gets one line and doesn't reach the state", async () => {
  const echo = { userId: "eve", duration: 10, capabilities: ["SUBSCRIBE" as const, "PUBLISH" as const] };
  const { create, lines } = provider({ createParticipantToken: async () => ({ ...minted, echo }) });
  const { outs } = await create(inputs);
  assert.deepEqual([outs.userId, outs.duration], ["bob", 720]);
  assert.deepEqual(lines.length, 1);
  assert.match(
    lines.join(),
    /"host" \(participant P1\): the service answered with another userId and duration/,
  );
});

test("create: no echo, however odd, loses the token", async () => {
  const odd = { toString: 1, valueOf: 2 };
  const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
  for (const capabilities of [[odd, odd], odd, deep]) {
    const echo = { capabilities } as unknown as MintedToken["echo"];
    const { create, lines } = provider({ createParticipantToken: async () => ({ ...minted, echo }) });
    const { outs } = await create(inputs);
    assert.equal(outs.participantId, "P1");
    if (capabilities !== deep) assert.match(lines.join(), /answered with another capabilities than/);
  }
});

test("create: an empty echo of what wasn't sent is no difference", async () => {
  const { userId: _, ...anonymous } = inputs;
  const echo = { userId: "", attributes: {} };
  const { create, lines } = provider({ createParticipantToken: async () => ({ ...minted, echo }) });
  await create(anonymous);
  assert.deepEqual(lines, []);
});

test("create: a life shorter than rotateBefore gets one line, and a third of it as window", async () => {
  const short = { ...minted, expirationTime: new Date("2026-03-01T01:00:00Z") };
  const { create, lines } = provider({ createParticipantToken: async () => short });
  const { outs } = await create({ ...inputs, rotateBefore: 60 });
  assert.equal(outs.rotationTime, "2026-03-01T00:40:00Z");
  assert.match(
    lines.join(),
    /the service gave it 1 h, less than the 12 h that were asked for; .*20 min before expiration .*because rotateBefore/,
  );
});

test("create: a life shorter than asked is said without rotateBefore too, and where nothing rotates", async () => {
  const short = { ...minted, expirationTime: new Date("2026-03-01T01:00:00Z") };
  for (const [given, due] of [
    [{}, "; it is due 20 min before expiration (a third of its actual lifetime of 1 h)"],
    [{ rotateBefore: 10 }, "; it is due 10 min before expiration (rotateBefore)"],
    [{ autoRotate: false }, ""],
  ] as const) {
    const { create, lines } = provider({ createParticipantToken: async () => short });
    await create({ ...inputs, ...given });
    const line = `the service gave it 1 h, less than the 12 h that were asked for${due}.`;
    assert.deepEqual(lines, [`warning: ParticipantToken "host" (participant P1): ${line}`]);
  }
});

test("create: due at once by clocks that agree is said too", async () => {
  const { create, lines } = provider(
    { createParticipantToken: async () => ({ ...minted, expirationTime: new Date("2026-03-01T00:01:00Z") }) },
    { now: "2026-03-01T00:00:12Z" },
  );
  await create({ ...inputs, duration: 1, rotateBefore: "50s" });
  assert.equal(lines.length, 1);
  assert.match(
    lines.join(),
    /is due already by this machine's clock \(now 2026-03-01T00:00:12Z, expires 2026-03-01T00:01:00Z\), .* rotates it again, on each run/,
  );
});

test("create: this machine's time is that of the answer's head, however long the body takes", async () => {
  const clock = clockAt("2026-03-01T00:00:00Z");
  const { create, lines } = provider(
    {
      async createParticipantToken(_, heard) {
        heard?.();
        clock.move(3600);
        return minted;
      },
    },
    { clock },
  );
  assert.ok(!("clockSkew" in (await create(inputs)).outs));
  assert.deepEqual(lines, []);
});

const answering = (date: string, expirationTime = "2026-03-01T12:00:00Z") => ({
  createParticipantToken: async () => ({
    ...minted,
    date: new Date(date),
    expirationTime: new Date(expirationTime),
  }),
});

/** What is off, and what is said of it at the mint of one token. */
const clocksOff: [string, Partial<IvsClient>, string, Record<string, unknown>, number | undefined, RegExp][] =
  [
    [
      "this machine behind",
      {},
      "2026-02-28T22:00:00Z",
      {},
      -7200,
      /^warning: This machine's clock is 2 h behind by the service's answers \(1 token\): by it alone rotations would come 2 h too late\. The state holds that skew, and .* Set the clock right/,
    ],
    [
      "this machine ahead",
      {},
      "2026-03-01T02:00:00Z",
      {},
      7200,
      /^warning: This machine's clock is 2 h ahead by the service's answers \(1 token\): by it rotations come 2 h too early\. Set the clock right\.$/,
    ],
    [
      "this machine ahead so far that the token is due at once",
      {},
      "2026-03-01T08:00:00Z",
      {},
      28_800,
      /8 h too early\. 1 token is due at once, so the next pulumi up rotates it again, on each run: set the clock right\.$/,
    ],
    [
      "this machine, and nothing rotates",
      {},
      "2026-03-01T08:00:00Z",
      { autoRotate: false },
      28_800,
      /8 h ahead .* no rotation depends on it, as autoRotate is false\. Set the clock right\.$/,
    ],
    [
      "Date ahead",
      answering("2026-03-01T05:00:00Z"),
      "2026-03-01T00:00:00Z",
      {},
      undefined,
      /have a Date that is 5 h ahead by the other clocks at hand, .* \(1 token\): the times in the state go by those\. Either a proxy sets that Date, or the service gave a life that is 5 h shorter .* this machine's clock is as much behind\. Compare this machine's clock with a right one: if it is 5 h behind, rotations come that much too late\.$/,
    ],
    [
      "Date behind",
      answering("2026-02-28T19:00:00Z"),
      "2026-03-01T00:00:00Z",
      {},
      undefined,
      /have a Date that is 5 h behind by .*\(1 token\): the times in the state go by those\. Does a proxy set that Date\?$/,
    ],
    [
      "expirationTime too far",
      answering("2026-03-01T00:00:00Z", "2026-03-02T08:00:00Z"),
      "2026-03-01T00:00:00Z",
      {},
      undefined,
      /have an expirationTime that is 20 h later than what was asked for can give \(1 token\): the state has the time of the mint plus the duration/,
    ],
    [
      "expirationTime of this very second",
      answering("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
      "2026-03-01T00:00:00Z",
      {},
      undefined,
      /have an expirationTime that is not after the time of the mint \(1 token\)/,
    ],
  ];
for (const [what, client, now, given, clockSkew, line] of clocksOff) {
  test(`create: ${what} is said, and the times are true`, async () => {
    const { create, lines } = provider(client, { now });
    const { outs } = await create({ ...inputs, ...given });
    assert.deepEqual(
      [outs.issuedTime, outs.expirationTime],
      ["2026-03-01T00:00:00Z", "2026-03-01T12:00:00Z"],
    );
    assert.equal(outs.clockSkew, clockSkew);
    assert.equal(lines.length, 1, lines.join());
    assert.match(lines.join(), line);
  });
}

test("create: a clock is named once for all tokens that are minted side by side, also where one fails", async () => {
  const gates: (() => void)[] = [];
  const { create, lines } = provider(
    {
      createParticipantToken: async ({ userId }) => {
        await new Promise<void>((resolve) => gates.push(resolve));
        return userId === "eve" ? failing("accessDenied")() : minted;
      },
    },
    { now: "2026-02-28T22:00:00Z" },
  );
  const mints = ["bob", "ann", "eve"].map((userId) => create({ ...inputs, userId }));
  await setImmediate();
  for (const [index, open] of gates.entries()) {
    assert.deepEqual(lines, []);
    open();
    await Promise.allSettled([mints[index]]);
  }
  assert.equal(lines.length, 1);
  assert.match(lines.join(), /2 h behind by the service's answers \(2 tokens\)/);
});

test("create: of tokens that are minted one after the other, a clock is named again only where it got worse", async () => {
  const clock = clockAt("2026-02-28T22:00:00Z");
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  const { create, lines } = provider({}, { clock, pause });
  for (const _ of [1, 2, 3]) await create(inputs);
  assert.deepEqual([lines.length, pauses], [1, 1]);
  const said = () =>
    lines.splice(0).map((line) => /clock is (.*?) by .* answers \((.*?)\)/.exec(line)?.slice(1));
  assert.deepEqual(said(), [["2 h behind", "1 token"]]);
  for (const hours of [-0.9, -0.1]) {
    clock.move(hours * 3600);
    await create(inputs);
  }
  assert.deepEqual(said(), [["3 h behind", "5 tokens so far"]]);
  clock.move(6 * 3600);
  await create({ ...inputs, autoRotate: false });
  assert.deepEqual(said(), [["3 h ahead", "1 token"]]);
  for (const _ of [1, 2]) await create(inputs);
  assert.deepEqual(said(), [["3 h ahead", "2 tokens so far"]]);
  for (const _ of [1, 2]) await create({ ...inputs, rotateBefore: 600 });
  assert.deepEqual(said(), [["3 h ahead", "4 tokens so far"]]);
  assert.equal(pauses, 5);
});

test("create: a token that begins in the pause of the last one takes its line over", async () => {
  const pauses: (() => void)[] = [];
  const pause = () => new Promise<void>((resolve) => pauses.push(resolve));
  const { create, lines } = provider({}, { now: "2026-02-28T22:00:00Z", pause });
  const first = create(inputs);
  await setImmediate();
  const second = create(inputs);
  pauses[0]?.();
  await first;
  assert.deepEqual(lines, []);
  await setImmediate();
  pauses[1]?.();
  await second;
  assert.match(lines.join("\n"), /^warning: This machine's clock is 2 h behind .* \(2 tokens\).*$/);
});

test("create: a failure names the token and what to do, and carries neither cause nor stack", async () => {
  const { create } = provider({ createParticipantToken: failing("accessDenied") });
  await assert.rejects(create(inputs), (error: Error) => {
    assert.match(error.message, /^ParticipantToken "host" was not created: .*\[SomeException\]$/);
    assert.equal(error.cause, undefined);
    assert.equal(`${error}: ${error.stack}`, `${error.message}: `);
    return true;
  });
});

test("create: no control character of a failure gets out", async () => {
  const { create } = provider({ createParticipantToken: failing("other", "red\u001b[2J") });
  await assert.rejects(create({ ...inputs, __resourceName: "ho\rst" }), {
    message: /^ParticipantToken "ho\\u\{d\}st" was not created: .*SomeException: red\\u\{1b\}\[2J/,
  });
});

const noon = "2026-03-01T12:00:00Z";
const [ten, eleven, one] = ["2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"];

/** What the answer says (Date, expirationTime), this machine's clock, and what follows for 60 minutes. */
const cases: [string, string | undefined, string | undefined, string, string, string][] = [
  ["both by the service's clock", ten, eleven, noon, ten, eleven],
  ["a shorter life than was asked for", ten, "2026-03-01T10:20:00Z", noon, ten, "2026-03-01T10:20:00Z"],
  ["a Date that is behind the other two", ten, one, noon, noon, one],
  ["a longer one", ten, one, ten, ten, eleven],
  ["no expirationTime", ten, undefined, noon, ten, eleven],
  ["no Date", undefined, one, noon, noon, one],
  ["neither", undefined, undefined, noon, noon, one],
  ["a Date before there was the service", "1970-01-01T00:00:00Z", one, noon, noon, one],
  ["a Date years before expirationTime", "2021-01-01T00:00:00Z", one, noon, noon, one],
  ["a Date years after expirationTime", "2030-01-01T00:00:00Z", one, noon, noon, one],
  ["a Date of no year, no expirationTime", "+275760-09-13T00:00:00Z", undefined, noon, noon, one],
  ["an expirationTime of no year", ten, "9999-12-31T00:00:00Z", noon, ten, eleven],
  ["an expirationTime years ahead", noon, "2040-01-01T00:00:00Z", noon, noon, one],
  ["expired when it is minted, by a Date that this clock agrees with", noon, ten, noon, noon, one],
  ["a Date of ten days ago", "2026-02-19T12:00:00Z", one, noon, noon, one],
  ["no Date, an expirationTime years ahead", undefined, "2040-01-01T00:00:00Z", noon, noon, one],
  ["no Date, an expirationTime that is past", undefined, ten, noon, noon, one],
  ["no Date, and a clock that was never set", undefined, one, "1970-01-01T00:00:00Z", noon, one],
];

for (const [what, date, expirationTime, now, issued, expires] of cases) {
  test(`times: ${what}`, async () => {
    const read = (time: string | undefined) => (time === undefined ? undefined : new Date(time));
    const answer = { ...minted, date: read(date), expirationTime: read(expirationTime) };
    const { create } = provider({ createParticipantToken: async () => answer }, { now });
    const { outs } = await create({ ...inputs, duration: 60 });
    assert.deepEqual([outs.issuedTime, outs.expirationTime], [issued, expires]);
  });
}

const state = {
  ...inputs,
  token: "a.secret.token",
  participantId: "P1",
  expirationTime: "2026-03-01T12:00:00Z",
  issuedTime: "2026-03-01T00:00:00Z",
  rotationTime: "2026-03-01T08:00:00Z",
  requestId: "R1",
  clockSkew: -7200,
  __provider: "text",
};
const marked = { ...state, token: secret(state.token) };

test("diff: what there is to say of a token is said once, however often the engine asks", async () => {
  const { diff, lines } = provider({}, { now: "2026-03-01T09:00:00Z" });
  const due = { changes: true, replaces: ["expirationTime"] };
  for (const _ of [1, 2]) assert.deepEqual(await diff("P1", state, inputs), due);
  assert.equal(lines.length, 1);
  assert.match(lines.join(), /^info: ParticipantToken "host" \(participant P1\) is due for rotation: /);
  await diff("P2", { ...state, participantId: "P2" }, inputs);
  for (const name of ["x", "y"])
    await diff("", { ...state, participantId: undefined }, { ...inputs, __resourceName: name });
  assert.equal(lines.length, 4);
});

test("diff: a clock that says a time before a mint is named once a run, unless the mint measured that", async () => {
  const { diff, lines } = provider({}, { now: "2026-02-28T22:00:00Z" });
  const { clockSkew: _, ...elsewhere } = state;
  assert.equal((await diff("P0", state, inputs)).changes, false);
  assert.deepEqual(lines, []);
  for (const id of ["P1", "P2"]) {
    assert.equal((await diff(id, { ...elsewhere, participantId: id }, inputs)).changes, false);
  }
  assert.deepEqual(lines, [
    'warning: This machine\'s clock is at least 2 h behind: it says 2026-02-28T22:00:00Z, and ParticipantToken "host" ' +
      "(participant P1) was minted at 2026-03-01T00:00:00Z. So tokens may be due, or expired, without being replaced: " +
      "set the clock right.",
  ]);
});

test("update: every output is kept, inputs in place are taken over, no call is made", async () => {
  const { update, calls } = provider();
  const news = { ...inputs, rotateBefore: 60, __resourceName: "presenter" };
  // Pulumi's own host adds `__provider`.
  const { __provider: _, ...outs } = marked;
  assert.deepEqual(await update("P1", state, { ...news, __provider: "text" }), {
    outs: { ...outs, ...news, rotationTime: "2026-03-01T11:00:00Z" },
  });
  assert.deepEqual(calls, []);
});

test("update: an input in place that is gone is gone, and so is rotationTime with autoRotate", async () => {
  const { update } = provider();
  const { outs } = await update("P1", { ...state, rotateBefore: 60 }, { ...inputs, autoRotate: false });
  assert.ok(!("rotateBefore" in outs) && !("rotationTime" in outs));
  const kept = await update("P1", { ...state, rotateBefore: 60 }, inputs);
  assert.equal(kept.outs.rotationTime, "2026-03-01T08:00:00Z");
});

const kept = { id: "P1", props: marked };
const dropped = { id: "", props: {} };

test("read: each stage is asked once for all its tokens, and the state comes back as it is", async () => {
  const { read, calls, lines } = provider();
  const elsewhere = { ...state, stageArn: `${stageArn}2` };
  assert.deepEqual(await Promise.all([read("P1", state), read("P1", state), read("P1", elsewhere)]), [
    kept,
    kept,
    { id: "P1", props: { ...marked, stageArn: `${stageArn}2` } },
  ]);
  assert.deepEqual(calls, ["getStage", "getStage"]);
  assert.deepEqual(lines, []);
});

test("read: a stage that is gone drops each of its tokens, with a line", async () => {
  const { read, lines } = provider({ getStage: failing("notFound") });
  assert.deepEqual(await Promise.all([read("P1", state), read("P1", state)]), [dropped, dropped]);
  assert.equal(lines.length, 2);
  assert.match(
    lines[0] ?? "",
    /^warning: ParticipantToken "host" \(participant P1\) is dropped from the state: its stage arn/,
  );
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
    const { read, lines } = provider({ getStage: failing(kind) });
    assert.deepEqual(await Promise.all([read("P1", state), read("P1", state)]), [kept, kept]);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /are kept as they are: whether the stage still exists could not be asked/);
  });
}

test("read: expiry never drops a token", async () => {
  assert.deepEqual(await provider({}, { now: "2027-01-01T00:00:00Z" }).read("P1", state), kept);
});

const disconnecting = { ...state, disconnectOnDelete: true };

test("delete: nothing is called unless the state says so", async () => {
  const { delete: remove, calls } = provider();
  await remove("P1", state);
  assert.deepEqual(calls, []);
  await remove("P1", disconnecting);
  assert.deepEqual(calls, ["disconnectParticipant"]);
});

for (const [kind, found] of [
  ["notFound", "is not live"],
  ["invalid", "is taken to have never joined"],
] as const) {
  test(`delete: ${kind} counts as done`, async () => {
    const { delete: remove, lines } = provider({ disconnectParticipant: failing(kind) });
    await remove("P1", disconnecting);
    const sentence = `^warning: ParticipantToken "host" \\(participant P1\\) ${found}: the token stays valid until 2026-03-01T12:00:00Z \\(`;
    assert.match(lines.join("\n"), new RegExp(sentence));
  });
}

for (const kind of ["accessDenied", "unreachable", "throttled"] as const) {
  test(`delete: ${kind} fails, with the way out`, async () => {
    const { delete: remove } = provider({ disconnectParticipant: failing(kind) });
    await assert.rejects(
      remove("P1", disconnecting),
      /"host" \(participant P1\) was not deleted: .*pulumi state delete .* whose ID is P1/,
    );
  });
}

const own = { accessKey: "AKIAOLD", secretKey: "hush", region: "us-west-2" };

/** A host whose clients answer by the target's settings: its own credentials are refused, the fallback's do as given. */
function refusingOwn(client: Partial<IvsClient>) {
  const targets: Record<string, unknown>[] = [];
  const connect: Host["connect"] = async ({ aws }) => {
    targets.push(aws);
    const refuse = failing("refusedCredentials");
    const refusing = {
      createParticipantToken: refuse,
      getStage: refuse,
      disconnectParticipant: refuse,
    } as unknown as IvsClient;
    return "accessKey" in aws ? refusing : ({ ...refusing, ...client } as IvsClient);
  };
  return { ...provider({}, { connect }), targets };
}

const givesWay =
  /the credentials of the input aws no longer work, so those of stack config and environment are used/;

test("read: credentials of the token that are refused give way to the fallback's, which say so", async () => {
  const { read, lines, targets } = refusingOwn({ getStage: async () => {} });
  assert.equal((await read("P1", { ...state, aws: own })).id, "P1");
  assert.deepEqual(targets, [own, { region: "us-west-2" }]);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", givesWay);
});

test("read: a stage that the fallback credentials don't find is kept, since they may be of another account", async () => {
  const { read, lines } = refusingOwn({ getStage: failing("notFound") });
  assert.equal((await read("P1", { ...state, aws: own })).id, "P1");
  assert.equal(lines.length, 2);
  assert.match(lines[1] ?? "", /are kept as they are: .* since with those the stage arn.* was not found/);
});

test("delete: a participant that the fallback credentials don't find may still be live", async () => {
  const { delete: remove, lines } = refusingOwn({ disconnectParticipant: failing("notFound") });
  await remove("P1", { ...disconnecting, aws: own });
  assert.match(
    lines[1] ?? "",
    /has no participant that those credentials can disconnect: .*may still be live\)\.$/,
  );
});

test("delete: without own credentials nothing gives way, and a refusal fails", async () => {
  const { delete: remove, targets } = refusingOwn({});
  await assert.rejects(remove("P1", { ...disconnecting, aws: { region: "us-west-2" } }), /was not deleted/);
  assert.equal(targets.length, 1);
});
