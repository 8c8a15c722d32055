import { appendFileSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Options } from "./options.mts";
import { Random } from "./random.mts";

/** What the parts of one run share. */
export class Run {
  readonly options: Options;
  /** Every step and what came of it, a JSON object a line. */
  readonly logPath: string;
  readonly #ends: (() => unknown)[] = [];

  constructor(options: Options) {
    this.options = options;
    this.logPath = join(mkdtempSync(join(realpathSync(tmpdir()), "torture-")), "log.jsonl");
    // A signal ends this process without waiting: what can be done at once still is.
    process.once("exit", () => {
      while (this.#ends.length > 0) this.#last();
    });
  }

  log(id: string, entry: Readonly<Record<string, unknown>>): void {
    appendFileSync(this.logPath, `${JSON.stringify({ at: new Date().toISOString(), id, ...entry })}\n`);
  }

  random(id: string): Random {
    return new Random(this.options.seed, id);
  }

  /** Whether a case is to run: all are, unless one was named. */
  wants(id: string): boolean {
    return this.options.id === undefined || this.options.id === id;
  }

  /** What is to be done at the end, however the run ends: last things first. */
  after(end: () => unknown): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    while (this.#ends.length > 0) await this.#last();
  }

  /** Does the last thing; that one fails is no reason to leave the others undone. */
  async #last(): Promise<void> {
    try {
      await this.#ends.pop()?.();
    } catch (error) {
      console.error(error);
    }
  }
}
