import type { IvsErrorKind } from "./failures/ivsError.js";

const kindByCode: [RegExp, IvsErrorKind][] = [
  // The SDK's credential providers; a web identity's or a process's file that isn't there.
  [/^(Credentials|Token)?ProviderError$|^(ENOENT|EACCES)$/, "noCredentials"],
  [/^(NoAnswerInTime|AbortError)$/, "tooSlow"],
  // Node's HTTP parser.
  [/^HPE_/, "unreadable"],
  // Node's codes of a certificate that it doesn't take.
  [/CERT|^UNABLE_TO_(GET_ISSUER|VERIFY)/, "untrusted"],
  // The SDK's, of a connection that isn't made in time or says nothing.
  [/^TimeoutError$/, "silent"],
  // Node's codes of a failed look-up, connection or TLS handshake.
  [/^E(AI_|CONN|HOST|NET|NOTFOUND|PIPE|PROTO|TIMEDOUT)|^ERR_(TLS|SSL)|^UNABLE_TO_/, "unreachable"],
];

/** The kind of a failure without an answer, by the code or name that Node or the SDK gives it. */
export function systemErrorKind(code: string): IvsErrorKind {
  return kindByCode.find(([pattern]) => pattern.test(code))?.[1] ?? "other";
}
