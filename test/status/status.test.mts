import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { frozenAt } from "../support/environment.mts";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { stageArn, tokenType } from "../support/wellKnown.mts";
import {
  cli,
  encrypted,
  exportOf,
  type Outputs,
  runStatus,
  shown,
  statusOf,
  token,
} from "./support/status.mts";

const morning = "2031-05-01T08:00:00Z";
const onLinux = process.platform !== "linux" && "/dev/full is Linux's";
const at = (now: string) => ({ now });

/** The table's lines, each as its cells. */
function rows(stdout: string): string[][] {
  const [, , ...lines] = stdout.split("\n");
  return lines.slice(0, lines.indexOf("")).map((line) => line.split(/ {2,}/));
}

async function stateOf(outputs: Parameters<typeof token>[1], now: string, ...args: string[]) {
  const { stdout, status } = await statusOf(exportOf(token("host", outputs)), ["--json", ...args], { now });
  const [only] = JSON.parse(stdout).tokens;
  return { state: only.state, status, reason: only.reason, notes: only.notes };
}

test("the table has a line for each token, what is due next first, and says below it why", async () => {
  const late = { rotateBefore: "30s", rotationTime: "2031-05-01T11:59:30Z", userId: "bob" };
  const text = exportOf(
    token("late", late),
    token("due", { rotateBefore: 300, capabilities: ["PUBLISH"] }),
    token("kept", { autoRotate: false, rotationTime: undefined, stageArn: encrypted, userId: encrypted }),
  );
  const { stdout, stderr, status } = await statusOf(text, [], at(morning));
  assert.equal(stderr, "");
  assert.match(stdout, /^Stack prod of project show, last updated 2031-05-01T06:00:00Z\n\n/);
  const stage = "us-west-2/abcdABCDefgh";
  const minted = "2031-05-01T00:00:00Z";
  assert.deepEqual(rows(stdout), [
    ["NAME", "USER", "STAGE", "CAPABILITIES", "MINTED", "EXPIRES", "ROTATES", "STATE"],
    ["due", "-", stage, "PUBLISH", minted, "in 4 h", "1 h ago", "due"],
    ["late", "bob", stage, "PUBLISH SUBSCRIBE", minted, "in 4 h", "in 3 h 59 min", "fresh"],
    ["kept", "[secret]", "[secret]", "PUBLISH SUBSCRIBE", minted, "in 4 h", "never", "manual"],
  ]);
  assert.match(
    stdout,
    /\n\ndue: it expires in 4 h \(2031-05-01T12:00:00Z\), inside its window of 5 h before expiration \(rotateBefore\)\.\n$/,
  );
  assert.equal(status, 3);
});

describe("the state changes on the second, and the exit status with it", () => {
  const cases: [string, string, number][] = [
    ["2031-05-01T09:59:59Z", "fresh", 0],
    ["2031-05-01T10:00:00Z", "due", 3],
    ["2031-05-01T11:59:59Z", "due", 3],
    ["2031-05-01T12:00:00Z", "expired", 4],
  ];
  for (const [now, state, status] of cases) {
    test(`${now}: ${state}`, async () => {
      const found = await stateOf({}, now);
      assert.deepEqual([found.state, found.status], [state, status]);
    });
  }
});

test("a skew of the clock at the mint is named, and what the clock was behind is added, in every format", async (t) => {
  const [behind, ahead] = [token("behind", { clockSkew: -7199 }), token("ahead", { clockSkew: 7200 })];
  const kept = token("kept", { clockSkew: 7200, autoRotate: false, rotationTime: undefined });
  const notes = {
    behind:
      "the clock of the machine that minted it was 2 h behind: what is left is counted by this machine's clock plus 2 h; " +
      "if that clock is right by now, it is valid until 2031-05-01T12:00:00Z without that",
    ahead:
      "the clock of the machine that minted it was 2 h ahead: a pulumi up there replaces it 2 h too early",
  };
  const reason =
    "by this machine's clock and the 2 h that it was behind when the token was minted, it expires in 2 h " +
    "(2031-05-01T12:00:00Z), inside its window of 2 h before expiration (rotateBefore)";
  const text = exportOf(behind, ahead, kept);
  const page = join(temporaryFolder(t), "page.html");
  const table = await statusOf(text, ["--html", page], at("2031-05-01T08:00:01Z"));
  assert.equal(table.status, 3);
  assert.deepEqual(
    rows(table.stdout).map((cells) => [cells[0], ...cells.slice(-3)]),
    [
      ["NAME", "EXPIRES", "ROTATES", "STATE"],
      ["behind", "in 2 h", "now", "due"],
      ["ahead", "in 3 h 59 min", "in 1 h 59 min", "fresh"],
      ["kept", "in 3 h 59 min", "never", "manual"],
    ],
  );
  const said = table.stdout.split("\n").filter((line) => /^\w+: /.test(line));
  assert.deepEqual(said, [`behind: ${reason}.`, `behind: ${notes.behind}.`, `ahead: ${notes.ahead}.`]);
  const { stdout } = await statusOf(text, ["--json"], at("2031-05-01T08:00:00Z"));
  const [first, , third] = JSON.parse(stdout).tokens;
  assert.deepEqual([first.state, first.rotatesInSeconds, first.notes], ["fresh", 1, [notes.behind]]);
  assert.ok(!("notes" in third));
  const html = readFileSync(page, "utf8");
  const nows = [...html.matchAll(/<u style="left: ([\d.]+)%">/g)].map(([, left]) => Number(left));
  assert.ok((nows[0] ?? 0) > (nows[1] ?? 0) && nows[1] === nows[2], nows.join());
  assert.match(html, /inside its window .*; the clock of the machine that minted it was 2 h behind/);
});

test("a kept token says by what its time is corrected, before its end and where only the corrected clock is past it", async () => {
  const kept = { clockSkew: -7200, autoRotate: false, rotationTime: undefined };
  const before = await stateOf(kept, morning);
  assert.deepEqual([before.state, before.status], ["manual", 0]);
  assert.match(
    before.notes.join(),
    /^the clock of the machine that minted it was 2 h behind: what is left is counted by/,
  );
  const found = await stateOf(kept, "2031-05-01T10:00:00Z");
  assert.equal(found.status, 4);
  assert.match(
    found.reason,
    /^by this machine's clock and the 2 h that it was behind when the token was minted, it expired 0 s ago \(2031-05-01T12:00:00Z; if that clock is right by now, it is valid until then\), and is kept because autoRotate is false$/,
  );
  assert.match(
    found.notes.join(),
    /2 h behind: .* if that clock is right by now, it is valid until 2031-05-01T12/,
  );
});

test("a clock that says a time before the mint is named, and what is left is counted from the mint", async () => {
  const { stdout, status } = await statusOf(exportOf(token("host")), ["--json"], at("2031-04-30T22:00:00Z"));
  const [only] = JSON.parse(stdout).tokens;
  assert.deepEqual([status, only.state, only.expiresInSeconds], [0, "fresh", 43_200]);
  assert.match(
    only.notes.join(),
    /^this machine's clock is at least 2 h behind, as it says a time before the mint: /,
  );
  assert.equal((await stateOf({}, "2031-04-30T23:58:00Z")).notes, undefined);
});

test("a window that leaves nearly nothing of the life before it is named", async () => {
  const { stdout } = await statusOf(exportOf(token("host", { rotateBefore: 719 })), [], at(morning));
  assert.match(stdout, /^host: a window of 11 h 59 min leaves only 1 min of its 12 h before it: .*\.$/m);
});

test("a token with autoRotate off is manual and never due; once it has expired, the exit status says so", async () => {
  const kept = { autoRotate: false, rotationTime: undefined };
  const late = await stateOf(kept, "2031-05-01T11:59:59Z");
  assert.deepEqual([late.state, late.status, late.reason], ["manual", 0, undefined]);
  const expired = await stateOf(kept, "2031-05-01T13:00:00Z");
  assert.deepEqual([expired.state, expired.status], ["manual", 4]);
  const shown = await statusOf(exportOf(token("host", kept)), [], at("2031-05-01T13:00:00Z"));
  assert.match(shown.stdout, /^host .* never +expired, manual$/m);
  assert.equal(
    expired.reason,
    "it expired 1 h ago (2031-05-01T12:00:00Z), and is kept because autoRotate is false",
  );
});

test("--due-within counts as due what will be, to the second", async () => {
  const within = await stateOf({}, morning, "--due-within", "2h");
  assert.deepEqual([within.state, within.status], ["due", 3]);
  assert.equal(within.reason, "it is due in 2 h (2031-05-01T10:00:00Z)");
  assert.equal((await stateOf({}, morning, "--due-within", "7199s")).status, 0);
  assert.equal((await stateOf({ autoRotate: false }, morning, "--due-within", "14d")).status, 0);
});

test("secret in-place inputs are reconstructed from the stored rotationTime, secret in plaintext or encrypted", async () => {
  for (const secret of [encrypted, shown]) {
    assert.equal((await stateOf({ rotateBefore: secret }, "2031-05-01T09:59:59Z")).state, "fresh");
    assert.equal((await stateOf({ rotateBefore: secret }, "2031-05-01T10:00:00Z")).state, "due");
    const early = {
      issuedTime: secret,
      rotateBefore: undefined,
      duration: secret,
      rotationTime: "2031-05-01T11:00:00Z",
    };
    assert.equal((await stateOf(early, "2031-05-01T10:59:59Z")).state, "fresh");
    assert.equal((await stateOf(early, "2031-05-01T11:00:00Z")).state, "due");
    assert.equal((await stateOf({ autoRotate: secret }, "2031-05-01T10:00:00Z")).state, "due");
    assert.equal(
      (await stateOf({ autoRotate: secret, rotationTime: undefined }, "2031-05-01T10:00:00Z")).state,
      "manual",
    );
  }
});

test("a token of unknown state is an error, unless another is due or expired", async () => {
  const hidden = token("hidden", { expirationTime: encrypted, rotationTime: encrypted });
  const alone = await statusOf(exportOf(hidden, token("fresh")), [], at(morning));
  assert.equal(alone.status, 1);
  assert.match(alone.stdout, /^hidden .* unknown$/m);
  assert.match(
    alone.stdout,
    /^hidden: its expirationTime, rotationTime or clockSkew is a secret in the state/m,
  );
  assert.equal((await statusOf(exportOf(hidden, token("due")), [], at("2031-05-01T10:00:00Z"))).status, 3);
});

test("a state without what only a new token can fill is due, as for up", async () => {
  const lost = await stateOf({ token: undefined }, morning);
  assert.deepEqual([lost.state, lost.status, lost.reason], ["due", 3, "its state holds no token"]);
  assert.equal((await stateOf({ expirationTime: "soon" }, morning)).state, "due");
});

test("a token that is deleted before its replacement was made is due", async () => {
  const gone = token("host", {}, { pendingReplacement: true });
  const { stdout, status } = await statusOf(exportOf(gone), [], at(morning));
  assert.match(stdout, /^host: it was already deleted, but its replacement was not created\.$/m);
  assert.equal(status, 3);
});

test("a due token that is protected says that up fails; a fresh one says nothing", async () => {
  const text = exportOf(token("host", {}, { protect: true }));
  const due = await statusOf(text, [], at("2031-05-01T10:00:00Z"));
  assert.match(
    due.stdout,
    /^host: it expires in 2 h .*; it is protected, so pulumi up fails until the program/m,
  );
  assert.equal(due.status, 3);
  assert.doesNotMatch((await statusOf(text, [], at(morning))).stdout, /protect/);
});

test("a token that is only read (external) is left out", async () => {
  const read = token("read", { token: undefined, expirationTime: undefined }, { external: true });
  const { stdout, status } = await statusOf(exportOf(read, token("host")), ["--json"], at(morning));
  assert.deepEqual([JSON.parse(stdout).tokens.length, status], [1, 0]);
});

test("a tainted token is due, as for up", async () => {
  const tainted = token("host", {}, { taint: true });
  const { stdout, status } = await statusOf(exportOf(tainted), [], at(morning));
  assert.match(stdout, /^host: it was tainted \(pulumi state taint\)\.$/m);
  assert.equal(status, 3);
});

test("within a second all spans are the same, and a token in its last one hasn't expired", async () => {
  const { stdout, status } = await statusOf(exportOf(token("host")), [], at("2031-05-01T11:59:59.999Z"));
  assert.match(stdout, /in 1 s +1 h 59 min ago +due$/m);
  assert.match(stdout, /^host: it expires in 1 s \(/m);
  assert.equal(status, 3);
});

test("a replaced token that waits to be deleted matters only to those that took a property of it before", async () => {
  const [before, after] = ["2031-05-01T00:00:00Z", "2031-05-01T00:00:02.5Z"];
  const made = token("host", {}, { created: "2031-05-01T00:00:01Z", modified: "2031-05-01T00:00:01Z" });
  const old = { ...made, delete: true };
  const user = (name: string, modified: string, properties: object) => ({
    urn: `urn:pulumi:prod::show::test:Bot::${name}`,
    type: "test:Bot",
    dependencies: [made.urn],
    propertyDependencies: properties,
    modified,
  });
  const took = { token: [made.urn] };
  const statusWith = async (...others: readonly Outputs[]) =>
    (await statusOf(exportOf(made, ...others), [], at(morning))).status;
  assert.equal(await statusWith(user("bot", before, took)), 0, "nothing waits");
  assert.equal(await statusWith(old), 0, "nobody took it");
  assert.equal(await statusWith(old, user("bot", after, took)), 0, "who took it has the new one");
  assert.equal(
    await statusWith(old, user("bot", before, { name: null })),
    0,
    "who depends on it took nothing",
  );
  assert.equal(await statusWith(old, user("bot", before, took)), 3);
  const further = { ...user("bots-bot", before, { of: ["urn:pulumi:prod::show::test:Bot::bot"] }) };
  assert.equal(await statusWith(old, user("bot", after, took), further), 3);
  const outputs = {
    urn: "urn:pulumi:prod::show::pulumi:pulumi:Stack::x",
    type: "pulumi:pulumi:Stack",
    outputs: { a: 1 },
  };
  assert.equal(await statusWith(old, outputs), 3, "nothing tells whether the outputs were written");
  assert.equal(await statusWith(outputs), 0);
});

test("what waits to be deleted doesn't count, and neither do resources of other types", async () => {
  const old = token("host", { expirationTime: "2031-05-01T06:00:00Z" }, { delete: true });
  const other = {
    ...token("bot", { expirationTime: "2031-05-01T06:00:00Z" }),
    type: "aws:ssm/parameter:Parameter",
  };
  const { stdout, status } = await statusOf(exportOf(old, token("host"), other), ["--json"], at(morning));
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).tokens.length, 1);
});

test("--json has all of it, and leaves out what isn't there", async () => {
  const { stdout } = await statusOf(exportOf(token("host", { userId: "bob" })), ["--json"], at(morning));
  const urn = `urn:pulumi:prod::show::${tokenType}::host`;
  assert.deepEqual(JSON.parse(stdout), {
    project: "show",
    stack: "prod",
    now: morning,
    lastUpdate: "2031-05-01T06:00:00Z",
    tokens: [
      {
        name: "host",
        urn,
        participantId: "participant-host",
        userId: "bob",
        stageArn,
        capabilities: ["PUBLISH", "SUBSCRIBE"],
        issuedTime: "2031-05-01T00:00:00Z",
        expirationTime: "2031-05-01T12:00:00Z",
        expiresInSeconds: 14_400,
        rotationTime: "2031-05-01T10:00:00Z",
        rotatesInSeconds: 7200,
        autoRotate: true,
        state: "fresh",
      },
    ],
  });
});

test("--format openmetrics has the times of each token and of the state, and no secret as a label", async () => {
  const text = exportOf(token("host"), token("kept", { autoRotate: false, stageArn: encrypted }));
  const { stdout } = await statusOf(text, ["--format", "openmetrics"], at(morning));
  const series = stdout.split("\n").filter((line) => line.startsWith("ivs_"));
  const labels = (name: string, stage: string) =>
    `project="show",stack="prod",name="${name}",urn="urn:pulumi:prod::show::${tokenType}::${name}",stage_arn="${stage}"`;
  assert.deepEqual(series, [
    `ivs_realtime_participant_token_expiration_timestamp_seconds{${labels("host", stageArn)}} ${Date.UTC(2031, 4, 1, 12) / 1000}`,
    `ivs_realtime_participant_token_expiration_timestamp_seconds{${labels("kept", "[secret]")}} ${Date.UTC(2031, 4, 1, 12) / 1000}`,
    `ivs_realtime_participant_token_rotation_timestamp_seconds{${labels("host", stageArn)}} ${Date.UTC(2031, 4, 1, 10) / 1000}`,
    `ivs_realtime_stack_last_update_timestamp_seconds{project="show",stack="prod"} ${Date.UTC(2031, 4, 1, 6) / 1000}`,
  ]);
  assert.match(stdout, /\n# EOF\n$/);
});

test("metrics have no sample where there is no time", async () => {
  const empty = '{"version":3,"deployment":{"manifest":{},"resources":null}}';
  const { stdout } = await statusOf(empty, ["--format", "openmetrics"], at(morning));
  assert.doesNotMatch(stdout, /^[^#]/m);
  const idle = await statusOf(exportOf(), ["--format", "openmetrics"], at(morning));
  assert.equal(idle.stdout.match(/^[^#].*$/gm)?.length, 1);
});

test("names and inputs can't rewrite the terminal or the lines of the metrics", async () => {
  const text = exportOf(token('a"\n\u001b[2J\u202e', { userId: "x\u001b[31m\ny", rotateBefore: 300 }));
  const table = await statusOf(text, [], at(morning));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come through.
  assert.doesNotMatch(table.stdout.replaceAll("\n", ""), /[\u0000-\u001f\u202e]/);
  assert.equal(rows(table.stdout).length, 2);
  const metrics = await statusOf(text, ["--format", "openmetrics"], at(morning));
  for (const line of metrics.stdout.trim().split("\n")) assert.match(line, /^(# |ivs_realtime_)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
  assert.doesNotMatch(metrics.stdout.replaceAll("\n", ""), /[\u0000-\u001f\u202e]/);
});

test("--json escapes what could rewrite a terminal, and means the same", async () => {
  const name = "a\u0085\u009b31m\u2028\u2029\u202e\u2066\ufeff\u007f\u{e0001}\u{1d173}\u200fé💡";
  const text = exportOf(token(name, { userId: name, capabilities: [name] }));
  const { stdout } = await statusOf(text, ["--json"], at(morning));
  assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  assert.ok(stdout.includes("é💡"));
  assert.deepEqual(
    JSON.parse(stdout).tokens.map(({ name, userId, capabilities }: Outputs) => [name, userId, capabilities]),
    [[name, name, [name]]],
  );
});

test("a cell of the table has a sane width, in a terminal's columns", async () => {
  const [long, wide] = ["x".repeat(100), "\u{20bb7}".repeat(100)];
  const text = exportOf(token("n", { userId: long }), token("w", { userId: wide }), token(long));
  const { stdout } = await statusOf(text, [], at(morning));
  const [cut, cutWide] = [`${"x".repeat(63)}…`, `${"\u{20bb7}".repeat(63)}…`];
  assert.deepEqual(
    rows(stdout).map(([name, user]) => [name, user]),
    [
      ["NAME", "USER"],
      ["n", cut],
      ["w", cutWide],
      [cut, "-"],
    ],
  );
  // 63 wide characters of two columns each, and one of one.
  assert.match(stdout, new RegExp(`^n +${cut} {65}us-west-2`, "m"));
});

test("70,000 tokens, chains of them, and names of blanks, end in every format", async (t) => {
  const tokens = Array.from({ length: 70_000 }, (_, index) => token(`t${index}`));
  const page = join(temporaryFolder(t), "tokens.html");
  const many = await statusOf(exportOf(...tokens), ["--html", page], at(morning));
  assert.deepEqual([rows(`${many.stdout}\n`).length, many.stderr, many.status], [70_001, "", 0]);
  const metrics = await statusOf(
    exportOf(...tokens.slice(0, 20_000)),
    ["--format", "openmetrics"],
    at(morning),
  );
  assert.equal(metrics.stdout.match(/^ivs_/gm)?.length, 40_001);

  const chain = tokens.slice(0, 20_000).map((made, index) => {
    const used = index === 0 ? [] : [tokens[index - 1]?.urn];
    const times = {
      created: `2031-05-01T00:00:02Z`,
      modified: index < 19_999 ? "2031-05-01T00:00:02Z" : morning,
    };
    return { ...made, ...times, propertyDependencies: { userId: used } };
  });
  const last = { ...chain.at(-1), modified: "2031-05-01T00:00:01Z" };
  const all = [...chain.slice(0, -1), last, ...chain.map((old) => ({ ...old, delete: true }))];
  const chained = await statusOf(exportOf(...all), ["--json"], at(morning));
  const { tokens: found } = JSON.parse(chained.stdout);
  assert.equal(found.filter(({ state }: Outputs) => state === "due").length, 19_999);

  const blanks = `${" ".repeat(100_000)}x${" ".repeat(100_000)}`;
  assert.equal((await statusOf(exportOf(token(blanks, { userId: blanks })), [], at(morning))).status, 0);
});

test("of many outdated users, a few are named", async () => {
  const made = token("host", {}, { created: "2031-05-01T00:00:02Z" });
  const users = [...Array(9).keys()].map((index) => ({
    urn: `urn:pulumi:prod::show::test:Bot::bot-${index}`,
    type: "test:Bot",
    propertyDependencies: { token: [made.urn] },
    modified: `2031-05-01T00:00:01.${9 - index}Z`,
  }));
  const few = (count: number) =>
    statusOf(exportOf(made, ...users.slice(0, count), { ...made, delete: true }), [], at(morning));
  assert.match(
    (await few(5)).stdout,
    /: bot-4, bot-3, bot-2, bot-1, bot-0 may still have the previous token/,
  );
  assert.match(
    (await few(9)).stdout,
    /: bot-8, bot-7, bot-6, bot-5, others may still have the previous token/,
  );
});

test("colours come only where they are wanted", async () => {
  const text = exportOf(token("host"));
  assert.ok(!(await statusOf(text, [], at(morning))).stdout.includes("\u001b["));
  const forced = await statusOf(text, [], { now: morning, env: { FORCE_COLOR: "1" } });
  assert.ok(forced.stdout.includes("\u001b[32mfresh\u001b[39m"));
});

test("a name may hold colons, and a resource no outputs", async () => {
  const { stdout } = await statusOf(
    exportOf(token("a::b"), { ...token("c"), outputs: null }),
    [],
    at(morning),
  );
  assert.match(stdout, /^a::b /m);
  assert.match(stdout, /^c: its state holds no token and no participantId\.$/m);
});

test("a damaged state is shown: objects in place of texts, and 5,000 levels of them", async () => {
  const odd = { toString: 1, valueOf: 1 };
  const damage = { participantId: odd, userId: odd, capabilities: [odd, "PUBLISH"], aws: "DEEP" };
  const levels = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
  const text = exportOf(token("host", damage as Outputs)).replace('"DEEP"', levels);
  const { stdout } = await statusOf(text, ["--json"], at(morning));
  assert.deepEqual(JSON.parse(stdout).tokens[0].capabilities, ["an object", "PUBLISH"]);
});

test("times of users that can't be read count as none", async () => {
  const made = token("host");
  const user = (name: string) => ({
    urn: `urn:pulumi:prod::show::test:Bot::${name}`,
    type: "test:Bot",
    propertyDependencies: { token: [made.urn] },
    modified: { toString: 1, valueOf: 1 },
  });
  const users = [user("one"), user("two")] as unknown as Outputs[];
  assert.equal((await statusOf(exportOf(made, ...users), [], at(morning))).status, 0);
  const replaced = await statusOf(exportOf(made, { ...made, delete: true }, ...users), [], at(morning));
  assert.equal(replaced.status, 3);
  assert.match(replaced.stdout, /two, one may still have the previous token/);
});

test("a stack without tokens has nothing due", async () => {
  const { stdout, status } = await statusOf(exportOf(), [], at(morning));
  assert.deepEqual(
    [stdout, status],
    ["Stack prod of project show, last updated 2031-05-01T06:00:00Z: no tokens\n", 0],
  );
  const empty = '{"version":3,"deployment":{"manifest":{},"resources":null}}';
  assert.deepEqual(
    (await statusOf(empty, [], at(morning))).stdout,
    "The stack is empty: pulumi up hasn't run, or destroy has.\n",
  );
});

describe("what isn't an export is an error that quotes nothing of it", () => {
  const cases: Record<string, [string, RegExp]> = {
    nothing: ["", /^error: there is nothing where what `pulumi stack export` prints should be\n$/],
    text: ["of a token", /^error: this is not what `pulumi stack export` prints: it is not JSON\n$/],
    "other JSON": ['{"a":1}', /^error: this is JSON but not what .*: it has no "deployment"\n$/],
    "a list": ["[1]", /it has no "deployment"/],
    "outputs that are none": [
      '{"deployment":{"resources":[{"urn":"urn:pulumi:a::b::c::d","type":"b","outputs":1}]}}',
      /not a list/,
    ],
    "a urn that is none": ['{"deployment":{"resources":[{"urn":"a","type":"b"}]}}', /not a list/],
    "resources without a urn": ['{"deployment":{"resources":[{}]}}', /its "resources" are not a list/],
  };
  for (const [what, [text, message]] of Object.entries(cases)) {
    test(what, async () => {
      const { status, stdout, stderr } = await statusOf(text, [], at(morning));
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, message);
    });
  }
});

test("an output that can't be written is an error; a reader that goes away is none", {
  skip: onLinux,
}, async () => {
  const all = { PATH: process.env.PATH, ...frozenAt(morning) };
  const shell = (script: string) =>
    bounded("sh", ["-c", script, "sh", process.execPath, cli], { env: all, input: exportOf(token("host")) });
  const full = await shell('"$1" "$2" status - > /dev/full');
  assert.equal(full.status, 1);
  assert.match(full.stderr, /^error: standard output: ENOSPC/);
  const gone = await shell('{ "$1" "$2" status - --json; echo $? >&2; } | true');
  assert.equal(gone.stderr, "0\n");
});

test("a byte order mark before the export is left out", async () => {
  assert.equal((await statusOf(`\ufeff${exportOf(token("host"))}`, [], at(morning))).status, 0);
});

test("an export in a file is read too; a file that isn't there is an error", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "export.json"), exportOf(token("host")));
  assert.equal((await runStatus([join(folder, "export.json")], at("2031-05-01T10:00:00Z"))).status, 3);
  const missing = await runStatus([join(folder, "none.json")], at(morning));
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /^error: there is no file .*none\.json; .* --stack /);
  const unreadable = await runStatus([folder], at(morning));
  assert.deepEqual([unreadable.status, unreadable.stderr], [1, `error: can't read ${folder} (EISDIR)\n`]);
});

describe("a wrong command line ends with 2", () => {
  const cases: [string[], RegExp][] = [
    [["--due-within", "5"], /'5' is not digits and one unit, as in 90m, 12h or 2d/],
    [["--due-within", "soon"], /'soon' is not digits/],
    [["--format", "xml"], /Allowed choices are table, json, openmetrics/],
    [["--json", "--format", "table"], /'--json' cannot be used with option '--format <format>'/],
    [["--stack", "prod"], /an export is of one stack already/],
    [["--bogus"], /unknown option '--bogus'/],
    [["other"], /too many arguments/],
  ];
  for (const [args, message] of cases) {
    test(args.join(" "), async () => {
      const { status, stderr, stdout } = await statusOf(exportOf(token("host")), args, at(morning));
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }
});

test("without pulumi on PATH it says what to do", async (t) => {
  const { status, stderr } = await runStatus([], { now: morning, env: { PATH: temporaryFolder(t) } });
  assert.equal(status, 1);
  assert.match(stderr, /^error: there is no pulumi on PATH\. Install it/);
});
