import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../../dist/provider/failures/explain.js";
import { IvsError, serviceErrorKind, systemErrorKind } from "../../dist/provider/failures/ivsError.js";

const system: [string, string][] = [
  ["ECONNREFUSED", "unreachable"],
  ["ECONNRESET", "unreachable"],
  ["ENOTFOUND", "unreachable"],
  ["EAI_AGAIN", "unreachable"],
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["EPIPE", "unreachable"],
  ["EPROTO", "unreachable"],
  ["ETIMEDOUT", "unreachable"],
  ["TimeoutError", "silent"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "untrusted"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "unreachable"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "untrusted"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "untrusted"],
  ["CERT_HAS_EXPIRED", "untrusted"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "untrusted"],
  ["AbortError", "tooSlow"],
  ["NoAnswerInTime", "tooSlow"],
  ["HPE_INVALID_CONSTANT", "unreadable"],
  ["ENOENT", "noCredentials"],
  ["CredentialsProviderError", "noCredentials"],
  ["EMFILE", "other"],
];
for (const [code, kind] of system) {
  test(`without an answer, ${code} is ${kind}`, () => assert.equal(systemErrorKind(code), kind));
}

const service: [string, string | undefined][] = [
  ["RequestTimeTooSkewed", "clockSkew"],
  ["SlowDown", "throttled"],
  ["ECONNREFUSED", undefined],
  ["SECRET_CERT", undefined],
  ["HPE_INVALID_CONSTANT", undefined],
];
for (const [name, kind] of service) {
  test(`as an answer, ${name} is ${kind ?? "nothing that is known"}`, () =>
    assert.equal(serviceErrorKind(name), kind));
}

for (const kind of ["untrusted", "noCredentials"] as const) {
  for (const [name, said] of [
    ["CERT_NOT_YET_VALID", /is not valid yet by this machine's clock: set the clock right/],
    ["CERT_HAS_EXPIRED", /is no longer valid by this machine's clock: set the clock right/],
    ["SELF_SIGNED_CERT_IN_CHAIN", /is not trusted: .* name its CA in ivs-realtime:customCaBundle/],
  ] as const) {
    test(`${kind} by ${name} says whether a clock or a CA is to blame`, () => {
      const limits = { totalTimeout: 300, readTimeout: 60, connectTimeout: 60 };
      const facts = { operation: "GetStage", region: "us-west-2", identity: "a test's", limits, name };
      assert.match(explain(new IvsError(kind, { ...facts, cause: "untrusted" }), ""), said);
    });
  }
}

test("where a name is masked because it is also a short value, words say what it may be", () => {
  const stage = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
  const told = (message: string) =>
    explain(
      new IvsError("invalid", {
        operation: "CreateParticipantToken",
        region: "us-west-2",
        identity: "the keys of a test",
        limits: { totalTimeout: 300, readTimeout: 60, connectTimeout: 60 },
        name: "ValidationException",
        message,
      }),
      stage,
    );
  assert.match(
    told("attributes.[masked] is too long"),
    /correct what its message names, where \[masked\] is the userId, or an attribute's name or value \[Valid/,
  );
  assert.match(
    told("attributes are too long"),
    /correct what its message names \[ValidationException: attributes/,
  );
});
