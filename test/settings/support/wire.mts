import type { TestContext } from "node:test";
import { stageArn } from "../../support/emulators.mts";
import { asEngine } from "./asEngine.mts";
import type { Given } from "./given.mts";
import { provider } from "./provider.mts";
import { type Watched, watched } from "./watched.mts";
import type { World } from "./world.mts";

/** What one attempt to create a token led to. */
export interface Seen extends Omit<Watched<unknown>, "result"> {
  /** Why there is no token; undefined where there is one. */
  readonly failure: string | undefined;
}

/** Creates a token, or several at once, with these settings and nothing of the machine's own, and returns what was seen of it. */
export async function wire(t: TestContext, world: World, settings: Given, tokens = 1): Promise<Seen> {
  const { result: failure, ...seen } = await watched(t, world, settings, (given) => create(given, tokens));
  return { failure, ...seen };
}

async function create({ inputs, aws = {} }: Given, tokens: number): Promise<string | undefined> {
  const asked = { stageArn, duration: 60, ...inputs, __resourceName: "host" };
  if (Object.keys(aws).length > 0) Object.assign(asked, { aws });
  const checked = await provider.check({}, asked);
  if (checked.failures.length > 0) return checked.failures.map(({ reason }) => reason).join("\n");
  const handed = asEngine(checked.inputs);
  return Promise.all(Array.from({ length: tokens }, () => provider.create(handed))).then(
    () => undefined,
    (error: Error) => error.message,
  );
}
