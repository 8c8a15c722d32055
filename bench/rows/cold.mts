import { Project } from "../support/project.mts";
import type { Row } from "../support/row.mts";
import type { Setting } from "../support/setting.mts";
import { withoutPace } from "../support/withoutPace.mts";
import { floorRow } from "./floor.mts";

const pace =
  "Cause: the service takes 50 calls a second, so one goes out each 20 ms and 50 take a second, where the engine would ask " +
  "for all of them sooner";
const onceMs = 30;
const eachMintedMs = 2;
const rounds = { 1: 15, 50: 8, 200: 5 };

/** `up` of 1, 50 and 200 tokens into an empty stack. */
export async function cold(setting: Setting): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [tokens, full] of Object.entries(rounds).map(([key, value]) => [Number(key), value] as const)) {
    const [ours, floor, bare] = [
      await Project.create(setting, "participantTokens", tokens),
      await Project.create(setting, "noOp", tokens),
      await Project.create(setting, "bareNoOp", tokens),
    ];
    const paceless = await Project.create(setting, "participantTokens", tokens, withoutPace);
    const row = await floorRow(
      { ours, floor, bare, ...(tokens > 1 && { paceless }) },
      {
        question: `up of ${tokens} ${tokens === 1 ? "token" : "tokens"}, cold`,
        rounds: setting.quick ? 2 : full,
        measure: (project) => project.coldUp(),
        aimMs: onceMs + eachMintedMs * tokens,
        ...(tokens > 1 && { cause: pace }),
      },
    );
    rows.push(row);
  }
  return rows;
}
