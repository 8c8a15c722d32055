import type { TestContext } from "node:test";
import { type Given, together } from "./given.mts";
import { asVariables, keys } from "./keys.mts";
import { type Seen, wire } from "./wire.mts";
import type { World } from "./world.mts";

const env = { ...asVariables(keys.env), AWS_MAX_ATTEMPTS: "1" };

/** Creates tokens in a world, with keys in the environment and without retries where nothing else is given. */
export function attempt(world: World): (t: TestContext, given: Given, tokens?: number) => Promise<Seen> {
  return (t, given, tokens) => wire(t, world, together(given, { env }), tokens);
}
