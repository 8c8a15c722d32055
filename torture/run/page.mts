import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, type } from "node:os";
import { join } from "node:path";
import { root } from "../../tools/shared/script.mjs";
import type { PartName } from "./options.mts";
import type { Row } from "./row.mts";

/** A part that ran. */
export interface Part {
  readonly name: PartName;
  readonly rows: readonly Row[];
  readonly seconds: number;
}

/** What the page says of the run itself. */
export interface About {
  readonly seed: number;
  readonly date: string;
  /** The machine and the versions, a line each. */
  readonly machine: readonly string[];
}

const intro: Readonly<Record<PartName, { title: string; text: string }>> = {
  model: {
    title: "Random steps",
    text: `Random programs of steps on the real engine, with a clock that moves. After each step the state was what a model
of the documentation says: nothing rotated that wasn't due, nothing due was left, each token was one that the
emulator had minted and let its holder join until its end, what uses a token had the current one, and \`status\`
agreed.`,
  },
  kills: {
    title: "Kills",
    text: `SIGKILL at a random moment of a \`pulumi up\` of three tokens, each of which is in use. Held means: what used a token
never lost it, and the commands in the last column, in that order, brought everything to where it had to be. An \`up\`
that found the stack locked comes before \`cancel\`.`,
  },
  outages: {
    title: "Outages",
    text: "Outages of the service in real time while a `pulumi up` mints a token, with the default settings.",
  },
  clocks: {
    title: "Wrong clocks",
    text: `One clock is wrong by 10 minutes, 2, 5 or 20 hours. Held means: the stored times are true within two minutes, the run
says something about it, the token isn't due late, and \`status\` agrees with a preview.`,
  },
  disk: {
    title: "A full disk",
    text: "The file backend on a small disk that fills up during an `up`, from none to 64 KiB left.",
  },
  names: {
    title: "Hostile names",
    text: `As names of resources, users, participants, stages and capabilities, through the table, JSON, OpenMetrics and the page
of \`status\`. Held means: no raw control character, bidi mark or tag is printed.`,
  },
  states: {
    title: "State of other versions",
    text: "State that a released version wrote is taken over; the oldest supported SDK is installed by npm and by pnpm.",
  },
};

/** docs/reliability.md. */
export function pageOf({ seed, date, machine }: About, parts: readonly Part[]): string {
  const sections = parts.map(({ name, rows }) => {
    const { title, text } = intro[name];
    return `## ${title}\n\n${text}\n\n${table(rows)}${failuresOf(rows, seed)}`;
  });
  const facts = [`Seed ${seed}, ${date}`, ...machine].map((line) => `- ${line}`).join("\n");
  const head = `# What held under torture

Written by \`npm run torture\`: what was tried, how often, and what held. Everything ran against the emulator, never
against AWS. \`npm run torture -- --seed ${seed}\` draws the same cases again; moments of kills are drawn in
milliseconds, so where exactly they strike depends on the machine.

${facts}
`;
  return [head, totals(parts), ...sections].join("\n").replace(/\n+$/, "\n");
}

function totals(parts: readonly Part[]): string {
  const rows = parts.map(({ name, rows: all, seconds }) => {
    const own = all.filter(({ tried }) => !isScan(tried));
    const sum = (what: "times" | "held") => own.reduce((total, row) => total + row[what], 0);
    return `| ${intro[name].title} | ${sum("times")} | ${sum("held")} | ${seconds} s |`;
  });
  const scans = parts.flatMap(({ rows: all }) => all.filter(({ tried }) => isScan(tried)));
  const sum = (what: "times" | "held") => scans.reduce((total, row) => total + row[what], 0);
  const scanned = `| Files searched for tokens and canaries | ${sum("times")} | ${sum("held")} | |`;
  return `| part | tried | held | took |\n|---|---|---|---|\n${[...rows, scanned].join("\n")}\n`;
}

/** Whether a row is a search for secrets in what a part left. */
export const isScan = (tried: string) => tried.includes("looked for in every file");

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ tried, times, held, ways, skipped }) => {
    const how = skipped === undefined ? waysOf(ways) : `not tried: ${skipped}`;
    return `| ${cell(tried)} | ${times} | ${held === times ? held : `**${held}**`} | ${cell(how)} |`;
  });
  return `| tried | times | held | how it ended |\n|---|---|---|---|\n${lines.join("\n")}\n`;
}

function waysOf(ways: Row["ways"]): string {
  const all = Object.entries(ways).toSorted(([, a], [, b]) => b - a);
  return all.length === 1 ? (all[0]?.[0] ?? "") : all.map(([way, times]) => `${times}: ${way}`).join("; ");
}

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");

/** Each failure with its whole reason, as code: it holds what others printed. */
function failuresOf(rows: readonly Row[], seed: number): string {
  const all = rows.flatMap(({ failures }) => failures);
  if (all.length === 0) return "";
  const lines = all.map(({ id, why }) => `    ${id}: ${why.trim().replaceAll(/\s*\n\s*/g, "\n        ")}`);
  return `\nDidn't hold (\`npm run torture -- --seed ${seed} --id ID\` tries one again):\n\n${lines.join("\n")}\n`;
}

/** What the run ran on, a line each. */
export function machine(): string[] {
  const [cpu] = cpus();
  const pulumi = execFileSync("pulumi", ["version"], { encoding: "utf8" }).trim();
  return [
    `${cpus().length} × ${cpu?.model ?? "unknown CPU"}, ${type()} ${release()}`,
    `pulumi-ivs-realtime ${versionOf(root)}, Node ${process.version}, Pulumi CLI ${pulumi}, @pulumi/pulumi ${versionOf(join(root, "node_modules/@pulumi/pulumi"))}`,
  ];
}

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}
