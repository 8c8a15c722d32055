import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bounded, type Ended } from "../../support/processes.mts";

/** The Python that has `requirements.txt` installed, if there is one. */
const python: string | undefined = process.env.CONFORMANCE_PYTHON;

const missing =
  "CONFORMANCE_PYTHON isn't set: no Python with test/conformance/requirements.txt installed, so no outside client to compare with";

/** Tests that need that Python; where there is none, one test that is skipped, since a skipped suite is counted nowhere. */
export function outside(name: string, options: { readonly concurrency?: boolean }, suite: () => void): void {
  if (python === undefined) test(name, { skip: missing }, () => {});
  else describe(name, options, suite);
}

interface Run {
  readonly args: readonly string[];
  readonly input?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs one of the Python programs of this folder. */
export function runPython(program: string, run: Run): Promise<Ended> {
  const file = fileURLToPath(new URL(`../${program}`, import.meta.url));
  return bounded(String(python), [file, ...run.args], run);
}

/** Runs the AWS CLI that is installed beside that Python. */
export function runAws(run: Run): Promise<Ended> {
  return bounded(join(dirname(String(python)), "aws"), run.args, run);
}
