import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

/** What happened, in order, in a file that several processes write to. */
export interface Journal {
  readonly path: string;
  write(line: string): void;
  /** The lines since the last time it was asked. */
  take(): string[];
}

export function openJournal(path: string): Journal {
  writeFileSync(path, "");
  let taken = 0;
  return {
    path,
    write: (line) => appendFileSync(path, `${line}\n`),
    take() {
      const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
      const fresh = lines.slice(taken);
      taken = lines.length;
      return fresh;
    },
  };
}
