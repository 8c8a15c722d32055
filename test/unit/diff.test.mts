import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readInputs } from "../../dist/provider/token/inputs.js";
import { readState } from "../../dist/provider/token/state.js";
import { unknownValue } from "../../dist/provider/values/pulumiValues.js";
import { decideDiff } from "../../dist/provider/verbs/diff.js";

const start = Date.parse("2026-03-01T00:00:00Z");
const hours = (count: number) => new Date(start + count * 3_600_000);

const inputs = {
  stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh",
  userId: "bob",
  attributes: { role: "host", team: "red" },
  capabilities: ["PUBLISH", "SUBSCRIBE"],
  duration: 720,
  rotateBefore: 120,
  autoRotate: true,
  disconnectOnDelete: false,
  __resourceName: "host",
};

const state = {
  ...inputs,
  token: "a.secret.token",
  participantId: "ABCDEfghij01234KLMN6789",
  issuedTime: "2026-03-01T00:00:00Z",
  expirationTime: "2026-03-01T12:00:00Z",
  rotationTime: "2026-03-01T10:00:00Z",
  requestId: "request-1",
  __provider: "old text",
};

type Props = Record<string, unknown>;

/** As the contract calls it. */
function decide(olds: Props, news: Props, now: Date) {
  return decideDiff(readState(olds), readInputs(news).inputs, now);
}

function run(olds: Props, news: Props, now = hours(1)) {
  const { note, ...result } = decide(olds, news, now);
  assert.ok(!note?.line.includes("secret"));
  return { ...result, lines: note ? [note.line] : [] };
}

test("nothing changed, not due: nothing to do, nothing to say", () => {
  assert.deepEqual(run(state, inputs), { changes: false, lines: [] });
});

const sameMeaning: [string, Record<string, unknown>][] = [
  ["another name (an alias, a rename)", { ...inputs, __resourceName: "presenter" }],
  ["another provider text", { ...inputs, __provider: "new text" }],
  ["attributes in another order", { ...inputs, attributes: { team: "red", role: "host" } }],
  ["capabilities in another order", { ...inputs, capabilities: ["SUBSCRIBE", "PUBLISH"] }],
  ["the duration in hours", { ...inputs, duration: "12h" }],
  ["the window in seconds", { ...inputs, rotateBefore: "7200s" }],
];
for (const [what, news] of sameMeaning) {
  test(`no change: ${what}`, () => assert.deepEqual(run(state, news), { changes: false, lines: [] }));
}

test("no attributes are the same as empty ones", () => {
  const { attributes: _, ...without } = inputs;
  assert.equal(run({ ...state, attributes: {} }, without).changes, false);
});

const identity: [string, Record<string, unknown>][] = [
  ["stageArn", { stageArn: `${inputs.stageArn}2` }],
  ["userId", { userId: "eve" }],
  ["userId", { userId: undefined }],
  ["attributes", { attributes: { role: "host" } }],
  ["capabilities", { capabilities: ["PUBLISH"] }],
  ["duration", { duration: 721 }],
];
for (const [name, change] of identity) {
  test(`${name} replaces: ${JSON.stringify(change)}, also when due, and says nothing`, () => {
    const expected = { changes: true, replaces: [name], lines: [] };
    assert.deepEqual(run(state, { ...inputs, ...change }), expected);
    assert.deepEqual(run(state, { ...inputs, ...change }, hours(20)), expected);
  });
}

const open: [string, Record<string, unknown>][] = [
  ["stageArn", { stageArn: unknownValue }],
  ["attributes", { attributes: { role: unknownValue, team: "red" } }],
  ["capabilities", { capabilities: [unknownValue] }],
];
for (const [name, change] of open) {
  test(`${name} replaces as long as it isn't known, and says that it may not: ${JSON.stringify(change)}`, () => {
    for (const now of [undefined, hours(20)]) {
      const { lines, ...result } = run(state, { ...inputs, ...change }, now);
      assert.deepEqual(result, { changes: true, replaces: [name] });
      assert.equal(lines.length, 1);
      const words = `is shown as replaced, because of what a preview can't know (${name}): `;
      assert.ok(lines[0]?.includes(words), lines[0]);
    }
    const both = run(state, { ...inputs, ...change, userId: "eve" });
    assert.deepEqual(both.lines, []);
  });
}

for (const change of [
  { rotateBefore: 60 },
  { rotateBefore: undefined },
  { disconnectOnDelete: true },
  { autoRotate: false },
  { rotateBefore: unknownValue },
  { autoRotate: unknownValue },
]) {
  test(`in place: ${JSON.stringify(change)}`, () => {
    assert.deepEqual(run(state, { ...inputs, ...change }), { changes: true, lines: [] });
  });
}

test("due at rotationTime and not a second before, with one line that says why", () => {
  assert.equal(run(state, inputs, new Date(hours(10).getTime() - 1000)).changes, false);
  const { lines, ...due } = run(state, inputs, hours(10));
  assert.deepEqual(due, { changes: true, replaces: ["expirationTime"] });
  assert.deepEqual(lines, [
    'ParticipantToken "host" (participant ABCDEfghij01234KLMN6789) is due for rotation: it expires in 2 h ' +
      "(2026-03-01T12:00:00Z), inside its window of 2 h before expiration (rotateBefore).",
  ]);
});

test("expired: the line says for how long, and how often up must run", () => {
  const { lines, ...due } = run(state, inputs, hours(15.5));
  assert.deepEqual(due, { changes: true, replaces: ["expirationTime"] });
  assert.match(lines.join(), /is due for rotation: it expired 3 h 30 min ago .* at least every 2 h/);
});

test("only rotateBefore changed, and now due: rotates", () => {
  assert.deepEqual(run(state, { ...inputs, rotateBefore: 719 }).replaces, ["expirationTime"]);
});

test("autoRotate off: never replaced; expired, one warning", () => {
  const off = { ...inputs, autoRotate: false };
  assert.deepEqual(run({ ...state, autoRotate: false }, off, hours(11)), { changes: false, lines: [] });
  const { changes, lines } = run({ ...state, autoRotate: false }, off, hours(13));
  assert.equal(changes, false);
  assert.equal(lines.length, 1);
  assert.match(
    lines.join(),
    /is kept because autoRotate is false, but it expired 1 h ago .*: nobody can join with it any more\. Switch autoRotate on/,
  );
});

test("autoRotate on again and due: rotates", () => {
  assert.deepEqual(run({ ...state, autoRotate: false }, inputs, hours(11)).replaces, ["expirationTime"]);
});

test("a window that doesn't fit what the service gave: a third, and the line says so", () => {
  const short = { ...state, expirationTime: "2026-03-01T01:00:00Z" };
  assert.equal(run(short, inputs, new Date(hours(2 / 3).getTime() - 1000)).changes, false);
  assert.match(
    run(short, inputs, hours(2 / 3)).lines.join(),
    /20 min before expiration \(a third of its actual lifetime of 1 h, because rotateBefore is not shorter/,
  );
});

test("a window that isn't known yet counts as the old one", () => {
  const due = run(state, { ...inputs, rotateBefore: unknownValue }, hours(10));
  assert.deepEqual(due.replaces, ["expirationTime"]);
});

test("disconnectOnDelete: the line says who is disconnected, by the state and not by the program", () => {
  const on = { ...inputs, disconnectOnDelete: true };
  assert.match(
    run({ ...state, disconnectOnDelete: true }, inputs, hours(11)).lines.join(),
    /is disconnected when it is deleted/,
  );
  assert.match(run(state, on, hours(11)).lines.join(), /takes effect from the next rotation on/);
});

test("a changed input replaces without a word, unless somebody is disconnected by it", () => {
  const { lines } = run({ ...state, disconnectOnDelete: true }, { ...inputs, userId: "eve", duration: 60 });
  assert.match(
    lines.join(),
    /is replaced, because of userId, duration\. A participant that is live on the old token is disconnected/,
  );
});

test("state without an expiration that can be read: replaced, and the line says why", () => {
  for (const expirationTime of [undefined, "soon", 5]) {
    const { replaces, lines } = run({ ...state, expirationTime }, { ...inputs, autoRotate: false });
    assert.deepEqual(replaces, ["expirationTime"]);
    assert.match(lines.join(), /is due for rotation: its state holds no expirationTime/);
  }
});

test("state without a token or a participantId: replaced, and the line says why", () => {
  for (const [name, value] of [
    ["token", undefined],
    ["token", ""],
    ["token", null],
    ["participantId", undefined],
  ] as const) {
    const { replaces, lines } = run({ ...state, [name]: value }, inputs);
    assert.deepEqual(replaces, ["expirationTime"]);
    assert.match(lines.join(), new RegExp(`is due for rotation: its state holds no ${name}\\.`));
  }
});

test("a state that was written by hand never throws", () => {
  for (const capabilities of [[{ toString: 1 }, { toString: 2 }], [null, 5], "PUBLISH", {}, null]) {
    assert.equal(run({ ...state, capabilities }, inputs).changes, capabilities !== null);
  }
});

test("random state and inputs never throw", () => {
  const wild = fc.dictionary(fc.constantFrom(...Object.keys(state), "x"), fc.anything());
  fc.assert(
    fc.property(wild, wild, fc.date({ noInvalidDate: true }), (olds, news, now) => {
      const { changes, replaces } = decide({ ...state, ...olds }, { ...inputs, ...news }, now);
      assert.ok(!replaces || changes);
    }),
    { numRuns: 2000 },
  );
});
