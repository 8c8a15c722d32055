import { inBytes } from "../support/format.mts";
import { Project } from "../support/project.mts";
import type { Row } from "../support/row.mts";
import type { Setting } from "../support/setting.mts";
import { spread } from "../support/spread.mts";

const most = 700;
/** Two stacks of different size, so that what a stack has once falls out. */
const [few, many] = [1, 51];

/** Bytes of state that each token takes. */
export async function stateBytes(setting: Setting): Promise<Row[]> {
  const ours = await bytesEach(setting, "participantTokens");
  const floor = await bytesEach(setting, "noOp");
  const bare = await bytesEach(setting, "bareNoOp");
  return [
    {
      question: "state of each token",
      against: "a no-op dynamic resource with a secret of the token's length",
      runs: 1,
      ours: spread([ours]),
      theirs: spread([floor]),
      unit: "bytes",
      result: inBytes(spread([ours - floor])),
      aim: `at most ${most} bytes more`,
      met: ours - floor <= most,
      note: `a bare no-op takes ${bare.toFixed(0)} bytes, which ours is ${(ours - bare).toFixed(0)} above`,
    },
  ];
}

async function bytesEach(setting: Setting, program: "participantTokens" | "noOp" | "bareNoOp") {
  const bytes = async (tokens: number) => {
    const project = await Project.create(setting, program, tokens);
    return (await project.coldUp()).stateBytes;
  };
  return ((await bytes(many)) - (await bytes(few))) / (many - few);
}
