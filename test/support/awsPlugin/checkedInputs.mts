import { randomBytes } from "node:crypto";
import type { Properties, ResourceType } from "./resourceType.mts";

/** Inputs with defaults and a name: the one from before if that was made up, else a new one. */
export function checkedInputs(
  { autonamed = false, defaults = {} }: ResourceType,
  urn: string,
  olds: Properties,
  news: Properties,
): Properties {
  const inputs = { ...defaults, ...news };
  if (!autonamed || inputs.name !== undefined) return inputs;
  const madeUp = (olds.__defaults as string[] | undefined)?.includes("name");
  const name = madeUp ? olds.name : `${urn.split("::").at(-1)}-${randomBytes(4).toString("hex").slice(0, 7)}`;
  return { ...inputs, name, __defaults: ["name"] };
}
