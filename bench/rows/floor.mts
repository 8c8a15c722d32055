import type { Row } from "../support/measure.mts";
import { inMs, inSeconds, interleave, paired, spread } from "../support/measure.mts";
import type { Setting } from "../support/project.mts";
import { evenPace, type Figures, Project, withoutPace } from "../support/project.mts";

const pace =
  "Cause: the service takes 50 calls a second, so where the engine would ask for more than 50 within a second, the " +
  "others wait for one";
/** What ours may take above the floor: 200 calls take 3 s between the first and the last, which the floor leaves or not. */
const aims = { 1: 32, 50: 60, 200: 250 };
const rounds = { 1: 15, 50: 8, 200: 5 };

/** `up` of 1, 50 and 200 tokens into an empty stack. */
export async function cold(setting: Setting): Promise<Row[]> {
  const rows: Row[] = [];
  for (const tokens of [1, 50, 200] as const) {
    const [ours, floor, bare] = [
      await Project.create(setting, "participantTokens", tokens),
      await Project.create(setting, "noOp", tokens),
      await Project.create(setting, "bareNoOp", tokens),
    ];
    const paced = tokens > 1 && {
      paceless: await Project.create(setting, "participantTokens", tokens, { preload: withoutPace }),
      even: await Project.create(setting, "participantTokens", tokens, { preload: evenPace }),
    };
    const row = await floorRow(
      { ours, floor, bare, ...paced },
      {
        question: `up of ${tokens} ${tokens === 1 ? "token" : "tokens"}, cold`,
        rounds: setting.quick ? 2 : rounds[tokens],
        measure: (project) => project.coldUp(),
        aimMs: aims[tokens],
        ...(tokens > 1 && { cause: pace }),
      },
    );
    rows.push(row);
  }
  return rows;
}

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

/** The projects whose runs make one row. */
interface Compared {
  readonly ours: Project;
  readonly floor: Project;
  readonly bare: Project;
  /** Ours with the pace taken out, and with the even one of earlier versions, where that makes a difference. */
  readonly paceless?: Project;
  readonly even?: Project;
}

interface FloorQuestion {
  readonly question: string;
  readonly rounds: number;
  readonly measure: (project: Project) => Promise<Figures>;
  readonly aimMs: number;
  readonly cause?: string;
}

/** A row against the engine's floor: a no-op dynamic resource. */
async function floorRow(compared: Compared, asked: FloorQuestion): Promise<Row> {
  const { ours, floor, bare, paceless, even } = compared;
  const all = {
    ours,
    floor,
    bare,
    ...(paceless && even && { "without pace": paceless, "with the even pace": even }),
  };
  const contenders = Object.entries(all).map(([name, project]) => ({
    name: `${asked.question}: ${name}`,
    measure: () => asked.measure(project),
  }));
  const [mine = [], floors = [], bares = [], unpaced = [], evens = []] = await interleave(
    contenders,
    asked.rounds,
  );
  const [ms = [], floorMs = [], bareMs = [], unpacedMs = [], evenMs = []] = [
    mine,
    floors,
    bares,
    unpaced,
    evens,
  ].map((runs) => runs.map((run) => run.ms));
  const cpu = [mine, floors].map((runs) => runs.map((run) => run.serviceMs));
  const more = paired(ms, floorMs);
  const overBare = paired(ms, bareMs);
  const service = paired(cpu[0] ?? [], cpu[1] ?? []);
  return {
    question: asked.question,
    against: "a no-op dynamic resource",
    runs: asked.rounds,
    ours: spread(ms),
    theirs: spread(floorMs),
    unit: "s",
    result: inMs(more),
    aim: `at most ${asked.aimMs} ms more`,
    met: more.median <= asked.aimMs,
    ...(asked.cause !== undefined && { cause: asked.cause }),
    note:
      `the emulator took ${service.median.toFixed(0)} ms of processor time in ours; a bare no-op takes ` +
      `${inSeconds(spread(bareMs))}, which ours is ${inMs(overBare)} above` +
      (paceless
        ? `; with the pace taken out ours is ${inMs(paired(unpacedMs, floorMs))} above the floor, with the even pace up to ` +
          `0.4 ${inMs(paired(evenMs, floorMs))}`
        : ""),
  };
}
