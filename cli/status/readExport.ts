import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { askPulumi } from "./askPulumi.js";

/** The text of an export: of the given file, of standard input for `-`, else what pulumi says of the stack. */
export async function readExport(from: string | undefined, stack: string | undefined): Promise<string> {
  if (from === undefined)
    return askPulumi(["stack", "export", ...(stack === undefined ? [] : ["--stack", stack])]);
  return from === "-" ? text(process.stdin) : readFile(from, "utf8");
}
