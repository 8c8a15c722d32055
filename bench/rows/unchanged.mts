import { Project } from "../support/project.mts";
import type { Row } from "../support/row.mts";
import type { Setting } from "../support/setting.mts";
import { floorRow } from "./floor.mts";

const tokens = 200;
const eachUnchangedMs = 1;
const questions = { up: "up without a change", preview: "preview", refresh: "refresh" } as const;

const asks =
  "Cause: a refresh asks whether the stage is still there, for which the AWS SDK is loaded and the first call made, about " +
  "80 ms once; the rest is the engine's and the host's conversion of 14 properties a token, where the no-op has 4";

/** `up`, `preview` and `refresh` of tokens that stay as they are. */
export async function unchanged(setting: Setting): Promise<Row[]> {
  const [ours, floor, bare] = [
    await upOf(setting, "participantTokens"),
    await upOf(setting, "noOp"),
    await upOf(setting, "bareNoOp"),
  ];
  const rows: Row[] = [];
  for (const verb of ["up", "preview", "refresh"] as const) {
    const row = await floorRow(
      { ours, floor, bare },
      {
        question: `${questions[verb]} of ${tokens} tokens`,
        rounds: setting.quick ? 2 : 6,
        measure: (project) => project.run(verb),
        aimMs: eachUnchangedMs * tokens,
        ...(verb === "refresh" && { cause: asks }),
      },
    );
    rows.push(row);
  }
  return rows;
}

async function upOf(setting: Setting, program: "participantTokens" | "noOp" | "bareNoOp"): Promise<Project> {
  const project = await Project.create(setting, program, tokens);
  await project.coldUp();
  await project.keep();
  return project;
}
