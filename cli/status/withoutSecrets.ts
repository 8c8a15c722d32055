import type { RotationFacts } from "../../provider/token/rotation.js";
import type { StoredState } from "../../provider/token/state.js";
import { isMap, isTooDeep, secretKey } from "../../provider/values/pulumiValues.js";
import { limits } from "../../provider/values/service.js";
import { parseIsoTime } from "../../provider/values/time.js";

/** Replaces a secret, whatever it holds. */
export const secretMark = "[secret]";

/**
 * The facts that decide on rotation. Secret ones are reconstructed from the stored rotationTime: its distance from
 * expirationTime is the window, and it is absent while autoRotate is off. `undefined` if rotationTime is a secret too.
 */
export function rotationFactsWithoutSecrets(
  state: StoredState,
  isSecret: (name: keyof StoredState) => boolean,
): RotationFacts | undefined {
  if (isSecret("expirationTime") || isSecret("clockSkew")) return undefined;
  const { issuedTime, expirationTime, autoRotate, rotationTime } = state;
  const isManual = isSecret("autoRotate") ? rotationTime === undefined : autoRotate === false;
  const isLifeSecret = isSecret("issuedTime") || (issuedTime === undefined && isSecret("duration"));
  if (isManual || !(isLifeSecret || isSecret("rotateBefore"))) return { ...state, autoRotate: !isManual };
  if (isSecret("rotationTime")) return undefined;
  // The longest life there is, so that any window fits into it.
  const duration = limits.duration.maxMinutes;
  return { expirationTime, autoRotate: true, duration, rotateBefore: storedWindow(state) };
}

function storedWindow({ expirationTime, rotationTime }: StoredState): string | undefined {
  const [expires, rotates] = [parseIsoTime(expirationTime), parseIsoTime(rotationTime)];
  return expires && rotates ? `${(expires.getTime() - rotates.getTime()) / 1000}s` : undefined;
}

/** Properties with a mark in place of each secret, and of what is nested too deep to be looked through. */
export function withoutSecrets(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const marked = ([name, value]: [string, unknown]) => [
    name,
    isTooDeep(value) ? secretMark : maskSecrets(value),
  ];
  return Object.fromEntries(Object.entries(properties).map(marked));
}

/** A value of an exported state, with a mark in place of each secret. Nothing looks inside a secret. */
function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (!isMap(value)) return value;
  if (secretKey in value) return secretMark;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskSecrets(member)]));
}
