import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenType } from "../../tools/stack/tokenType.mjs";
import { tokenTable } from "../../tools/start/tokenTable.mjs";

test("a line for each token, its secret never", () => {
  const outputs = {
    token: "eyJhbGciOi",
    expirationTime: "2026-01-01T00:01:00Z",
    rotationTime: "2025-12-31T21:00:00Z",
  };
  const resources = [
    { urn: "urn:pulumi:local::p::t::host", type: tokenType, id: "p-1", outputs },
    { urn: "urn:pulumi:local::p::t::other", type: "other", id: "o", outputs },
  ];
  const header = "  name  participant  expires                         is due for rotation             token";
  const host =
    "  host  p-1          2026-01-01T00:01:00Z (in 60 s)  2025-12-31T21:00:00Z (3 h ago)  [secret]";
  const now = new Date("2026-01-01T00:00:00Z");
  assert.equal(tokenTable({ deployment: { resources } }, now), `${header}\n${host}`);
});

test("autoRotate false is no date, and a token that waits to be deleted is no token any more", () => {
  const outputs = { expirationTime: "2026-01-01T00:01:00Z", autoRotate: false };
  const resources = [
    { urn: "urn:pulumi:local::p::t::host", type: tokenType, id: "p-2", outputs },
    { urn: "urn:pulumi:local::p::t::host", type: tokenType, id: "p-1", outputs, delete: true },
  ];
  const [, ...rows] = tokenTable({ deployment: { resources } }, new Date("2026-01-01T00:00:00Z")).split("\n");
  assert.deepEqual(rows, [
    "  host  p-2          2026-01-01T00:01:00Z (in 60 s)  never (autoRotate: false)  [secret]",
  ]);
});
