import assert from "node:assert/strict";
import { test } from "node:test";
import { Version } from "../../tools/shared/version.mjs";

for (const [text, expected] of [
  ["v3.259.0\n", "3.259.0"],
  ["go version go1.26.8 linux/amd64", "1.26.8"],
  ["go version go1.26 linux/amd64", "1.26.0"],
  ["v3.300.0-alpha.1+dirty", "3.300.0"],
] as const) {
  test(`reads ${JSON.stringify(text)}`, () => {
    assert.equal(String(Version.find(text)), expected);
  });
}

test("finds none where there is none", () => {
  assert.equal(Version.find("command not found"), undefined);
});

for (const [version, other, expected] of [
  ["3.211.0", "3.211.0", true],
  ["3.211.1", "3.211.0", true],
  ["3.210.9", "3.211.0", false],
  ["4.0.0", "3.211.0", true],
  ["2.999.0", "3.211.0", false],
  ["3.1000.0", "3.211.0", true],
] as const) {
  test(`${version} is ${expected ? "" : "not "}at least ${other}`, () => {
    assert.equal(Version.find(version)?.isAtLeast(Version.find(other) as Version), expected);
  });
}
