import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { validateInput } from "../../emulator/dist/model/validate.js";
import { operations } from "../../emulator/dist/operations/index.js";
import { stageArn } from "../support/emulators.mts";

const rules = operations.CreateParticipantToken.input;

function problem(body: unknown): string {
  try {
    validateInput(rules, body);
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
  return "none";
}

const good: Record<string, object> = {
  "nothing but the stage": {},
  "the shortest duration": { duration: 1 },
  "the longest duration": { duration: 20160 },
  "an empty userId": { userId: "" },
  "a userId of 128 characters": { userId: "x".repeat(128) },
  "a userId of 128 characters outside the basic plane": { userId: "\u{1F600}".repeat(128) },
  "attributes of 1,024 bytes": { attributes: { k: "é".repeat(511), l: "" } },
  "no capabilities": { capabilities: [] },
  "both capabilities": { capabilities: ["PUBLISH", "SUBSCRIBE"] },
  "a member that the model doesn't know": { colour: "red" },
  "members that are null": { duration: null, attributes: null },
};

const bad: [what: string, body: object, place: string, constraint: string][] = [
  ["no stage", { stageArn: undefined }, "/stageArn", "Member must not be null"],
  ["stage null", { stageArn: null }, "/stageArn", "Member must not be null"],
  [
    "stage of another kind",
    { stageArn: stageArn.replace(":stage/", ":channel/") },
    "/stageArn",
    "regular expression",
  ],
  [
    "stage of another partition",
    { stageArn: stageArn.replace("aws:", "aws-cn:") },
    "/stageArn",
    "regular expression",
  ],
  ["stage with something before it", { stageArn: ` ${stageArn}` }, "/stageArn", "regular expression"],
  ["stage with a line after it", { stageArn: `${stageArn}\n` }, "/stageArn", "regular expression"],
  [
    "stage of 129 characters",
    { stageArn: stageArn.padEnd(129, "x") },
    "/stageArn",
    "length between 1 and 128",
  ],
  ["duration 0", { duration: 0 }, "/duration", "between 1 and 20160, inclusive"],
  ["duration 20161", { duration: 20161 }, "/duration", "between 1 and 20160, inclusive"],
  ["userId of 129", { userId: "\u{1F600}".repeat(129) }, "/userId", "length between 0 and 128"],
  ["attributes of 1,025 bytes", { attributes: { k: "é".repeat(512) } }, "/attributes", "size in bytes"],
  [
    "three capabilities",
    { capabilities: ["PUBLISH", "SUBSCRIBE", "PUBLISH"] },
    "/capabilities",
    "length between 0 and 2",
  ],
  [
    "an unknown capability",
    { capabilities: ["publish"] },
    "/capabilities/0",
    "enum value set: [PUBLISH, SUBSCRIBE]",
  ],
];

const mistyped: [what: string, body: unknown][] = [
  ["duration as text", { stageArn, duration: "60" }],
  ["duration with a fraction", { stageArn, duration: 1.5 }],
  ["userId as a number", { stageArn, userId: 1 }],
  ["attributes as a list", { stageArn, attributes: [] }],
  ["an attribute as a number", { stageArn, attributes: { role: 1 } }],
  ["capabilities as text", { stageArn, capabilities: "PUBLISH" }],
  ["a capability null", { stageArn, capabilities: [null] }],
  ["a list", []],
  ["text", "x"],
  ["null", null],
];

describe("rules of CreateParticipantToken", () => {
  for (const [what, input] of Object.entries(good)) {
    test(`accept ${what}`, () => assert.equal(problem({ stageArn, ...input }), "none"));
  }

  for (const [what, input, place, constraint] of bad) {
    test(`refuse ${what}`, () => {
      const text = problem({ stageArn, ...input });
      assert.match(text, /^ValidationException: 1 validation error detected\. /);
      assert.ok(text.includes(`at '${place}'`) && text.includes(constraint), text);
    });
  }

  for (const [what, body] of mistyped) {
    test(`can't read ${what}`, () => assert.match(problem(body), /^SerializationException: /));
  }

  test("report everything at once", () => {
    const text = problem({ duration: 0, userId: "x".repeat(129), capabilities: ["a", "b"] });
    assert.match(text, /^ValidationException: 5 validation errors detected\. /);
  });

  test("report of a list that is too long its length alone, however much is wrong in it", () => {
    const text = problem({ stageArn, capabilities: Array.from({ length: 100_000 }, () => "") });
    assert.match(
      text,
      /^ValidationException: 1 validation error detected\. Value with length 100000 at '\/capabilities'/,
    );
    assert.ok(text.length < 300);
  });

  test("take a member that has the name of a method for what it is", () => {
    const attributes = JSON.parse('{"constructor": "a", "__proto__": "b"}');
    const input = validateInput(rules, { stageArn, attributes }) as { attributes: object };
    assert.deepEqual(Object.entries(input.attributes), [
      ["constructor", "a"],
      ["__proto__", "b"],
    ]);
  });
});

describe("rules of any operation", () => {
  test("answer any JSON with input or with one of two errors", () => {
    const names = [
      "arn",
      "stageArn",
      "name",
      "nextToken",
      "maxResults",
      "tags",
      "userId",
      "attributes",
      "participantTokenConfigurations",
    ];
    const bodies = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()));
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(operations)), bodies, (operation, body) => {
        try {
          validateInput(operation.input, body);
        } catch (error) {
          assert.match((error as Error).name, /^(Serialization|Validation)Exception$/);
        }
      }),
    );
  });

  test("decide a duration by its bounds alone", () => {
    fc.assert(
      fc.property(fc.integer(), (duration) => {
        const accepted = problem({ stageArn, duration }) === "none";
        assert.equal(accepted, duration >= 1 && duration <= 20160);
      }),
    );
  });

  test("count the bytes of attributes, keys and values together", () => {
    const texts = fc.dictionary(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: "binary", maxLength: 400 }),
    );
    fc.assert(
      fc.property(texts, (attributes) => {
        const size = Object.entries(attributes)
          .flat()
          .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
        assert.equal(problem({ stageArn, attributes }) === "none", size <= 1024);
      }),
    );
  });
});
