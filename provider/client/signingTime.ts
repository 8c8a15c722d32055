import type { HttpAuthScheme, HttpSigner } from "@smithy/types";
import { answerKind, readFailure } from "../failures/sdkError.js";
import { isPossibleTime } from "../values/time.js";

/** A client of the SDK, as its extensions see it. */
interface AuthSchemes {
  httpAuthSchemes(): HttpAuthScheme[];
  setHttpAuthScheme(scheme: HttpAuthScheme): void;
}

/**
 * An extension of the SDK's clients: requests are signed with this machine's time, until it is refused. The SDK by itself
 * takes over the Date of every answer, so that one wrong Date makes the service refuse all later requests.
 */
export const signingTime = {
  configure(client: AuthSchemes): void {
    for (const scheme of [...client.httpAuthSchemes()])
      client.setHttpAuthScheme({ ...scheme, signer: steady(scheme.signer) });
  },
};

/** What of the SDK's client a signer sees; the offset is in milliseconds and counts at each signature. */
interface Signing {
  config?: { systemClockOffset?: number };
  /** The offset that the last attempt was signed with. */
  signedWith?: number;
}

function steady(signer: HttpSigner): HttpSigner {
  let time: "own" | "moved" | "own again" = "own";
  /** Whether another attempt would be signed with another time than the refused one. */
  const move = ({ config = {}, signedWith = 0 }: Signing, date: number | undefined): boolean => {
    if (config.systemClockOffset !== signedWith) return true;
    if (time === "own again" || (time === "own" && date === undefined)) return false;
    config.systemClockOffset = time === "own" && date !== undefined ? date - Date.now() : 0;
    time = time === "own" ? "moved" : "own again";
    return true;
  };
  return {
    sign(request, identity, signing: Signing) {
      const { systemClockOffset = 0 } = signing.config ?? {};
      signing.signedWith = systemClockOffset;
      return signer.sign(request, identity, signing as Record<string, unknown>);
    },
    errorHandler: (signing: Signing) => (error: Refusal) => {
      if (isForItsTime(error) && move(signing, dateOf(error)) && error.$metadata)
        error.$metadata.clockSkewCorrected = true;
      throw error;
    },
    successHandler() {
      if (time === "own again") time = "own";
    },
  };
}

interface Refusal extends Error {
  $metadata?: { clockSkewCorrected?: boolean };
  $response?: { headers?: Record<string, string> };
}

function isForItsTime(error: Refusal): boolean {
  return answerKind(readFailure(error), false) === "clockSkew";
}

/** An answer with an Age comes out of a cache, and its Date is as old. */
function dateOf({ $response }: Refusal): number | undefined {
  const { date, age } = $response?.headers ?? {};
  const milliseconds = age === undefined ? Date.parse(date ?? "") : Number.NaN;
  return isPossibleTime(milliseconds) ? milliseconds : undefined;
}
