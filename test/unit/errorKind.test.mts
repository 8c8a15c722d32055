import assert from "node:assert/strict";
import { test } from "node:test";
import { errorKind } from "../../dist/provider/errorKind.js";

const kinds: [string, string | undefined][] = [
  ["ECONNREFUSED", "unreachable"],
  ["ECONNRESET", "unreachable"],
  ["ENOTFOUND", "unreachable"],
  ["EAI_AGAIN", "unreachable"],
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["EPIPE", "unreachable"],
  ["EPROTO", "unreachable"],
  ["ETIMEDOUT", "unreachable"],
  ["AbortError", "unreachable"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "unreachable"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "unreachable"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "unreachable"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "unreachable"],
  ["CERT_HAS_EXPIRED", "unreachable"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unreachable"],
  ["HPE_INVALID_CONSTANT", "unreadable"],
  ["ENOENT", "noCredentials"],
  ["RequestTimeTooSkewed", "clockSkew"],
  ["SlowDown", "throttled"],
  ["Anything", undefined],
  ["CERTAINLY.not.one", undefined],
];
for (const [name, kind] of kinds) {
  test(`${name} is ${kind ?? "no kind of its own"}`, () => assert.equal(errorKind(name), kind));
}
