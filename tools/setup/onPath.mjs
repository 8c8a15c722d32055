import { delimiter, join } from "node:path";
import { isExecutable } from "./isExecutable.mjs";

/** The programs of these names, as a shell finds them: in the order of PATH. @param {string} path @param {readonly string[]} names */
export function onPath(path, ...names) {
  const folders = path.split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).filter(isExecutable);
}
