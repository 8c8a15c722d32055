import type { Place } from "./place.js";

/** Whether a place lies outside of the program and its stack: the environment, or the shared config files. */
export function isOutside({ level }: Pick<Place, "level">): boolean {
  return level === "environment" || level === "shared";
}
