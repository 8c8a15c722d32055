import { type Case, cases, filled, skipped } from "./cases.mts";
import type { Target } from "./target.mts";

/** Every case that can be sent, with what it needs on a stage that no other client has. */
export async function filledCases(service: Target): Promise<Case[]> {
  const stageArn = await service.stage();
  const all: Case[] = [];
  for (const one of cases.filter((one) => !skipped(one)))
    all.push({ ...one, input: await filled(one.input, service, stageArn) });
  return all;
}
