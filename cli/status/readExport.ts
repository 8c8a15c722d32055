import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { askPulumi } from "./askPulumi.js";

/** The text of an export: of the given file, of standard input for `-`, else what pulumi says of the stack. */
export async function readExport(from: string | undefined, stack: string | undefined): Promise<string> {
  if (from === undefined)
    return askPulumi(["stack", "export", ...(stack === undefined ? [] : ["--stack", stack])]);
  if (from === "-") return text(process.stdin);
  return readFile(from, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new Error(`there is no file ${from}; a stack is named with --stack ${from}`);
  });
}
