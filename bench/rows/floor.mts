import { inMs, inSeconds } from "../support/format.mts";
import { interleave } from "../support/interleave.mts";
import type { Figures, Project } from "../support/project.mts";
import type { Row } from "../support/row.mts";
import { paired, spread } from "../support/spread.mts";

/** The projects whose runs make one row. */
export interface Compared {
  readonly ours: Project;
  readonly floor: Project;
  readonly bare: Project;
  /** Ours with the pace taken out, where that makes a difference. */
  readonly paceless?: Project;
}

interface FloorQuestion {
  readonly question: string;
  readonly rounds: number;
  readonly measure: (project: Project) => Promise<Figures>;
  readonly aimMs: number;
  readonly cause?: string;
}

/** A row against the engine's floor: a no-op dynamic resource. */
export async function floorRow(compared: Compared, asked: FloorQuestion): Promise<Row> {
  const { ours, floor, bare, paceless } = compared;
  const all = { ours, floor, bare, ...(paceless && { "without pace": paceless }) };
  const contenders = Object.entries(all).map(([name, project]) => ({
    name: `${asked.question}: ${name}`,
    measure: () => asked.measure(project),
  }));
  const [mine = [], floors = [], bares = [], unpaced = []] = await interleave(contenders, asked.rounds);
  const [ms, floorMs, bareMs] = [mine, floors, bares].map((runs) => runs.map((run) => run.ms));
  const cpu = [mine, floors].map((runs) => runs.map((run) => run.serviceMs));
  const more = paired(ms ?? [], floorMs ?? []);
  const unpacedMs = unpaced.map((run) => run.ms);
  const overBare = paired(ms ?? [], bareMs ?? []);
  const service = paired(cpu[0] ?? [], cpu[1] ?? []);
  return {
    question: asked.question,
    against: "a no-op dynamic resource",
    runs: asked.rounds,
    ours: spread(ms ?? []),
    theirs: spread(floorMs ?? []),
    unit: "s",
    result: inMs(more),
    aim: `at most ${asked.aimMs} ms more`,
    met: more.median <= asked.aimMs,
    ...(asked.cause !== undefined && { cause: asked.cause }),
    note:
      `the emulator took ${service.median.toFixed(0)} ms of processor time in ours; a bare no-op takes ` +
      `${inSeconds(spread(bareMs ?? []))}, which ours is ${inMs(overBare)} above` +
      (paceless
        ? `; with the pace taken out ours is ${inMs(paired(unpacedMs, floorMs ?? []))} above the floor`
        : ""),
  };
}
