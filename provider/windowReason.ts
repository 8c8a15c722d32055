import type { Rotation } from "./token/rotation.js";
import { span } from "./values/time.js";

/** Where the window comes from, in words. */
export function windowReason({ windowSeconds, windowOrigin, lifetimeSeconds }: Rotation): string {
  const window = `${span(windowSeconds)} before expiration`;
  const life = `its actual lifetime of ${span(lifetimeSeconds)}`;
  if (windowOrigin === "rotateBefore") return `${window} (rotateBefore)`;
  if (windowOrigin === "third") return `${window} (a third of ${life})`;
  return `${window} (a third of ${life}, because rotateBefore is not shorter than that)`;
}
