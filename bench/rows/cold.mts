import { floorRow } from "../support/floorRow.mts";
import { Project } from "../support/project.mts";
import type { Row } from "../support/row.mts";
import type { Setting } from "../support/setting.mts";
import { withoutPace } from "../support/withoutPace.mts";

const calls =
  "Cause: the AWS SDK, loaded once and with a signed call a token, and the emulator on the same two cores: a bare SDK " +
  "call in create, further down, is itself about 250 ms above the floor of 50 tokens. The pace adds little, as the " +
  "figure without it shows: the engine asks for hardly more than 50 a second";
const onceMs = 30;
const eachMs = 2;
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
        aimMs: onceMs + eachMs * tokens,
        ...(tokens > 1 && { cause: calls }),
      },
    );
    rows.push(row);
  }
  return rows;
}
