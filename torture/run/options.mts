import { parseArgs } from "node:util";
import { SetupError } from "../../tools/shared/script.mjs";

export const partNames = ["model", "kills", "outages", "clocks", "disk", "names", "states"] as const;
export type PartName = (typeof partNames)[number];

/** What a run was asked for. */
export interface Options {
  readonly seed: number;
  /** How many steps of the model at least. */
  readonly steps: number;
  /** How many kills. */
  readonly kills: number;
  readonly parts: readonly PartName[];
  /** The one case to run again. */
  readonly id: string | undefined;
  /** Whether docs/reliability.md is written. */
  readonly page: boolean;
}

export const defaults = { steps: 1000, kills: 200 } as const;

/** The options of `npm run torture -- ARGS`. */
export function readOptions(args: string[]): Options {
  const string = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      seed: string,
      steps: string,
      kills: string,
      only: string,
      id: string,
      "no-page": { type: "boolean" },
    },
  });
  const { only, id } = values;
  return {
    seed: count("seed", values.seed, Math.floor(Date.now() / 1000)),
    steps: count("steps", values.steps, defaults.steps),
    kills: count("kills", values.kills, defaults.kills),
    parts: partsOf(only ?? id?.split("-")[0]),
    id,
    // Part of a run would take the place of what a whole one shows.
    page: values["no-page"] !== true && only === undefined && id === undefined,
  };
}

function count(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new SetupError(`--${name} is a whole number of at most 10 digits, not ${text}`);
}

function partsOf(asked: string | undefined): readonly PartName[] {
  if (asked === undefined) return partNames;
  const found = asked.split(",").map((name) => partNames.find((part) => part === name));
  if (found.every((part) => part !== undefined)) return found;
  throw new SetupError(`There is no part ${asked}: --only ${partNames.join(",")}`);
}
