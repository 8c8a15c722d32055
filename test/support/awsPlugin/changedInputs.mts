import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./resourceType.mts";

const internal = "__defaults";

/**
 * The inputs that differ: from the state, so that a refresh that saw another value counts, or, of those that aren't
 * given any more, from the inputs before.
 */
export function changedInputs(state: Properties, oldInputs: Properties, news: Properties): string[] {
  const given = Object.keys(news).filter((name) => !isDeepStrictEqual(news[name], state[name]));
  const dropped = Object.keys(oldInputs).filter((name) => !(name in news));
  return [...given, ...dropped].filter((name) => name !== internal);
}
