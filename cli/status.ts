import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { type Clock, parseDuration, systemClock } from "../provider/values/time.js";
import { failed, print } from "./output.js";
import { report, statusFormats } from "./status/report.js";
import { parseExport, readExport } from "./status/stackExport.js";
import { type StackStatus, stackStatus } from "./status/stackStatus.js";
import { isExpired } from "./status/tokenStatus.js";

const statuses = `
Exit status:
  0  no token is due
  1  an error: the state could not be read, or a token's state is unknown
  2  the command line is wrong
  3  a token is due: the next pulumi up replaces it or completes its replacement
  4  a token has expired
Tokens with autoRotate off are "manual" and are never due. No secret is read, so no passphrase is needed.
`;

/** `pulumi-ivs-realtime status`: every token of a stack, the one due next first. */
export function status(command: Command, clock: Clock = systemClock): void {
  command
    .description("Show a stack's tokens and when they are due; cron and CI can act on the exit status")
    .argument(
      "[export]",
      "file with the output of `pulumi stack export`, - for standard input (default: ask pulumi)",
    )
    .option("-s, --stack <name>", "stack to ask pulumi about (default: the selected one)")
    .addOption(
      command.createOption("--format <format>", "what to print").choices(statusFormats).default("table"),
    )
    .addOption(command.createOption("--json", "the same as --format json").conflicts("format"))
    .option(
      "--due-within <span>",
      'count a token as due this long before its rotationTime already: "90m", "12h", "2d"; up doesn\'t replace it before',
      (text) => seconds(command, text),
    )
    .option("--html <file>", "also write a page with a timeline of every token's life to this file")
    .addHelpText("after", statuses)
    .action((from: string | undefined, flags: StatusFlags) => show(command, from, flags, clock));
}

async function show(
  command: Command,
  from: string | undefined,
  flags: StatusFlags,
  clock: Clock,
): Promise<void> {
  if (from !== undefined && flags.stack !== undefined) {
    command.error("error: option '--stack <name>' is for asking pulumi: an export is of one stack already");
  }
  try {
    const found = stackStatus(
      parseExport(await readExport(from, flags.stack)),
      clock(),
      flags.dueWithin ?? 0,
    );
    await print(await report(flags.json ? "json" : flags.format, found));
    if (flags.html !== undefined) await writePage(flags.html, found);
    process.exitCode = exitStatus(found);
  } catch (error) {
    failed((error as Error).message);
  }
}

async function writePage(file: string, found: StackStatus): Promise<void> {
  const { timelinePage } = await import("./status/page.js");
  await writeFile(file, timelinePage(found)).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "its folder doesn't exist: create it first" : error.message;
    throw new Error(`the page ${file} was not written: ${why}`);
  });
}

function seconds(command: Command, text: string): number {
  const span = parseDuration(text);
  if ("problem" in span) {
    command.error(
      `error: option '--due-within <span>': '${text}' is not digits and one unit, as in 90m, 12h or 2d`,
    );
  }
  return span.seconds;
}

/** The options of `pulumi-ivs-realtime status`. */
export interface StatusFlags {
  readonly stack?: string;
  readonly format: (typeof statusFormats)[number];
  readonly json?: boolean;
  /** In seconds. */
  readonly dueWithin?: number;
  readonly html?: string;
}

/** The exit status, for cron and CI: 4 if a token has expired, 3 if one is due, 1 if one is unknown, otherwise 0. */
function exitStatus({ tokens }: StackStatus): number {
  if (tokens.some(isExpired)) return 4;
  if (tokens.some(({ state }) => state === "due")) return 3;
  return tokens.some(({ state }) => state === "unknown") ? 1 : 0;
}
