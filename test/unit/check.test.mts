import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { unknownValue } from "../../dist/provider/values/pulumiValues.js";
import { checkInputs } from "../../dist/provider/verbs/check.js";
import { withInputsTable } from "../../tools/docs/pages.mjs";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const inputNames = [
  "stageArn",
  "userId",
  "attributes",
  "capabilities",
  "duration",
  "rotateBefore",
  "autoRotate",
  "disconnectOnDelete",
];

test("inputs come out in one form, with the API's defaults", () => {
  assert.deepEqual(checkInputs({ stageArn }), {
    inputs: {
      stageArn,
      capabilities: ["PUBLISH", "SUBSCRIBE"],
      duration: 720,
      autoRotate: true,
      disconnectOnDelete: false,
    },
    failures: [],
  });
});

const sameForm: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ["hours", { duration: "12h" }, { duration: 720 }],
  ["days", { duration: "14d" }, { duration: 20_160 }],
  ["seconds that come to minutes", { duration: "120s" }, { duration: 2 }],
  ["a window in seconds", { rotateBefore: "50s" }, { rotateBefore: "50s" }],
  ["a window of whole minutes in seconds", { rotateBefore: "120s" }, { rotateBefore: 2 }],
  ["a window of nothing", { rotateBefore: 0 }, { rotateBefore: 0 }],
  [
    "capabilities in any order, twice",
    { capabilities: ["SUBSCRIBE", "PUBLISH", "SUBSCRIBE"] },
    { capabilities: ["PUBLISH", "SUBSCRIBE"] },
  ],
  ["null as not given", { userId: null, duration: null }, { duration: 720 }],
  ["an empty userId", { userId: "" }, { userId: "" }],
  ["128 code points of two units each", { userId: "🎥".repeat(128) }, { userId: "🎥".repeat(128) }],
  [
    "1024 bytes of attributes",
    { attributes: { ab: "é".repeat(511) } },
    { attributes: { ab: "é".repeat(511) } },
  ],
  ["no attributes", { attributes: {} }, { attributes: {} }],
  [
    "a window one second short of the duration",
    { duration: 1, rotateBefore: "59s" },
    { duration: 1, rotateBefore: "59s" },
  ],
];

for (const [what, given, expected] of sameForm) {
  test(`accepted: ${what}`, () => {
    const { inputs, failures } = checkInputs({ stageArn, ...given });
    assert.deepEqual(failures, []);
    assert.deepEqual({ ...inputs, ...expected }, inputs);
    for (const name of Object.keys(given)) if (!(name in expected)) assert.ok(!(name in inputs));
  });
}

const refused: [string, Record<string, unknown>, string, RegExp][] = [
  ["no stage", { stageArn: undefined }, "stageArn", /^is required: a stage's ARN like arn:aws:ivs:/],
  ["a number as stage", { stageArn: 5 }, "stageArn", /must be a string/],
  [
    "another partition",
    { stageArn: stageArn.replace("aws", "aws-cn") },
    "stageArn",
    /"arn:aws-cn:.*not "aws-cn".*arn:aws:ivs:\[a-z0-9-\]\+/,
  ],
  [
    "another kind of ARN",
    { stageArn: "arn:aws:ivs:us-west-2:1:channel/x" },
    "stageArn",
    /is "arn:aws:ivs:us-west-2:1:channel\/x"/,
  ],
  ["text after the ARN", { stageArn: `${stageArn}\n` }, "stageArn", /text of 54 characters/],
  [
    "an ARN of 129 characters",
    { stageArn: stageArn.padEnd(129, "x") },
    "stageArn",
    /129 characters .* more than 128/,
  ],
  ["a secret as stage", { stageArn: "hunter2" }, "stageArn", /text of 7 characters/],
  [
    "a long userId",
    { userId: "é".repeat(129) },
    "userId",
    /is 129 characters long, .* 128 at most: shorten it by 1/,
  ],
  ["a number as userId", { userId: 7 }, "userId", /must be a string/],
  [
    "large attributes",
    { attributes: { abc: "é".repeat(511) } },
    "attributes",
    /1025 bytes .*\(1024 bytes\).* shorten them by 1,/,
  ],
  [
    "a number in attributes",
    { attributes: { a: "x", b: 5 } },
    "attributes",
    /value 2 of 2 \(its key is 1 characters long\) is of type number/,
  ],
  ["null in attributes", { attributes: { a: null } }, "attributes", /value 1 of 1 .* is null/],
  ["a list as attributes", { attributes: ["a"] }, "attributes", /must be a map/],
  ["no capabilities", { capabilities: [] }, "capabilities", /is empty: .* undocumented/],
  [
    "a lower-case capability",
    { capabilities: ["publish"] },
    "capabilities",
    /item 1 of 1 is "publish": .* write "PUBLISH"/,
  ],
  [
    "another capability",
    { capabilities: ["PUBLISH", "RECORD"] },
    "capabilities",
    /item 2 of 2 is text of 6 characters, .* only PUBLISH, SUBSCRIBE/,
  ],
  ["text as capabilities", { capabilities: "PUBLISH" }, "capabilities", /must be a list/],
  ["no duration", { duration: 0 }, "duration", /is 0 \(minutes\), .* 1 minute to 20160 minutes/],
  ["too long a duration", { duration: 20_161 }, "duration", /is 20161 \(minutes\)/],
  ["too many days", { duration: "15d" }, "duration", /is "15d"/],
  ["half a minute", { duration: "90s" }, "duration", /is "90s", but the service counts whole minutes/],
  ["bare digits", { duration: "720" }, "duration", /write 720 without quotes or "720m"/],
  ["bare digits as window", { rotateBefore: "120" }, "rotateBefore", /write 120 without quotes or "120m"/],
  [
    "a window as long as the duration",
    { duration: "1h", rotateBefore: 60 },
    "rotateBefore",
    /is 60 \(minutes\), not shorter than the token's duration of 1 h: .* would rotate on every pulumi up/,
  ],
  ["a window as long as the default", { rotateBefore: "12h" }, "rotateBefore", /is "12h", .* 12 h/],
  ["a window longer than any token", { duration: unknownValue, rotateBefore: "14d" }, "rotateBefore", /14 d/],
  ["text as switch", { autoRotate: "true" }, "autoRotate", /must be true or false, not of type string/],
  ["a number as switch", { disconnectOnDelete: 1 }, "disconnectOnDelete", /must be true or false/],
  ["a misspelt name", { userID: "bob" }, "userID", /did you mean "userId"\?/],
  ["the CLI's spelling", { "stage-arn": stageArn }, "stage-arn", /did you mean "stageArn"\?/],
  ["an output", { participantId: "x" }, "participantId", /is an output/],
  [
    "a stranger",
    { triggers: ["x"] },
    "",
    /^text of 8 characters as a name is not an input .* are stageArn, userId/,
  ],
  ["a key as a name", { hushEXAMPLEhush: "x" }, "", /^text of 15 characters as a name is not an input/],
  [
    "a name of 2 MB",
    { ["userId".repeat(350_000)]: 1 },
    "",
    /^text of 2100000 characters as a name .{150,250}$/,
  ],
  ["a part of a name", { stage: stageArn }, "stage", /did you mean "stageArn"\?/],
  ["a name with a unit", { durationMinutes: 60 }, "durationMinutes", /did you mean "duration"\?/],
  [
    "a setting among the inputs",
    { readTimeout: 5 },
    "readTimeout",
    /put it into the input aws: { readTimeout: … }/,
  ],
  ["constructor", { constructor: 1 }, "", /^text of 11 characters as a name .* the inputs are stageArn/],
  ["toString", { toString: 1 }, "", /^text of 8 characters as a name/],
  ["__proto__", { ["__proto__"]: { userId: 7 } }, "", /^text of 9 characters as a name/],
  [
    "half a minute as text",
    { duration: "30s" },
    "duration",
    /is "30s", but .* 1 minute to 20160 minutes \(14 days\)/,
  ],
  ["half minutes", { duration: 720.5 }, "duration", /is 720.5, but .* write 1 to 20160 whole minutes/],
  ["seconds without a unit", { rotateBefore: 0.5 }, "rotateBefore", /is 0.5, but .* "50s", "90m"/],
  ["a million digits", { duration: `${"9".repeat(1e6)}d` }, "duration", /^is "9{400}…", but .{50,150}$/],
  [
    "a million digits as window",
    { rotateBefore: `${"9".repeat(1e6)}d` },
    "rotateBefore",
    /^is "9{400}…", not .{50,200}$/,
  ],
  [
    "a million capabilities",
    { capabilities: Array.from({ length: 1e6 }, () => "x") },
    "capabilities",
    /item 20 of 1000000 is .*, and 999980 more$/,
  ],
  ["5,000 levels", { aws: nested(5000) }, "aws", /^is nested more than 32 levels deep: an object like/],
  [
    "33 levels with an unknown",
    { attributes: nested(33, unknownValue) },
    "attributes",
    /more than 32 levels/,
  ],
];

function nested(levels: number, innermost: unknown = "x"): unknown {
  let value = innermost;
  for (let level = 0; level < levels; level++) value = { value };
  return value;
}

for (const [what, given, property, reason] of refused) {
  test(`refused: ${what}`, () => {
    const { failures } = checkInputs({ stageArn, ...given });
    assert.equal(failures.length, 1, JSON.stringify(failures));
    assert.equal(failures[0]?.property, property);
    assert.match(failures[0]?.reason ?? "", reason);
  });
}

test("everything wrong is reported at once", () => {
  const { failures } = checkInputs({
    stageArn: "x",
    userId: 1,
    attributes: 1,
    capabilities: [],
    duration: 0,
    rotateBefore: "x",
    autoRotate: 0,
    disconnectOnDelete: 0,
    nonsense: 1,
  });
  assert.deepEqual(failures.map(({ property }) => property).sort(), [
    "",
    "attributes",
    "autoRotate",
    "capabilities",
    "disconnectOnDelete",
    "duration",
    "rotateBefore",
    "stageArn",
    "userId",
  ]);
});

test("what isn't known yet passes as it is", () => {
  for (const name of inputNames) {
    const { inputs, failures } = checkInputs({ stageArn, [name]: unknownValue });
    assert.deepEqual(failures, []);
    assert.equal({ ...inputs }[name], unknownValue);
  }
  assert.deepEqual(
    checkInputs({ stageArn, attributes: { role: unknownValue }, capabilities: [unknownValue] }).failures,
    [],
  );
});

test("random inputs never throw; what passes is in its one form already", () => {
  const names = fc.constantFrom(...inputNames, "__proto__", "x");
  const plausible = fc.oneof(
    fc.anything(),
    fc.integer(),
    fc.string(),
    fc.constantFrom(stageArn, "12h", "50s", unknownValue),
    fc.dictionary(fc.string(), fc.string()),
    fc.subarray(["PUBLISH", "SUBSCRIBE"]),
  );
  fc.assert(
    fc.property(fc.dictionary(names, plausible), (given) => {
      const { inputs, failures } = checkInputs({ stageArn, ...given });
      if (failures.length === 0) assert.deepEqual(checkInputs(inputs), { inputs, failures });
    }),
    { numRuns: 2000 },
  );
});

test("a refusal holds no text of the inputs", () => {
  const secret = fc.stringMatching(/^[a-z]{9,20}-hush$/);
  fc.assert(
    fc.property(secret, (text) => {
      const { failures } = checkInputs({
        stageArn: text,
        userId: text.repeat(20),
        attributes: { [text]: [text], b: text },
        capabilities: [text],
        duration: text,
        rotateBefore: text,
        autoRotate: text,
        disconnectOnDelete: [text],
      });
      assert.equal(failures.length, 8);
      assert.ok(!JSON.stringify(failures).includes(text));
    }),
  );
});

test("the README's table of inputs is the one that the inputs are checked by", () => {
  const root = join(import.meta.dirname, "..", "..");
  const readme = readFileSync(join(root, "README.md"), "utf8");
  assert.equal(withInputsTable(root, readme), readme);
  const stale = readme.replace("| `720` |", "| `60` |");
  assert.notEqual(stale, readme);
  assert.equal(withInputsTable(root, stale), readme);
  assert.throws(
    () => withInputsTable(root, readme.replace("<!-- The end of the table of inputs. -->", "")),
    /should have this line once: <!-- The end/,
  );
});
