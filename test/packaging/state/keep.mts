// `node test/packaging/state/keep.mts`, with a Pulumi CLI on PATH and after the build: keeps the state that this
// version of the package makes, as state/VERSION. Its program, state/VERSION/index.js, is written by hand first:
// a copy of the last version's, with what is new.
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { startEmulator } from "ivs-realtime-emulator";
import { writeFiles } from "../support/files.mts";
import { mintedAt, stateProgram } from "../support/program.mts";

const repository = join(import.meta.dirname, "..", "..", "..");
const { version } = JSON.parse(await readFile(join(repository, "package.json"), "utf8"));
const kept = join(import.meta.dirname, version);
const last: (() => unknown)[] = [];

const emulator = await startEmulator({ clock: () => mintedAt });
try {
  const program = await stateProgram({ after: (end) => last.push(end as () => unknown) }, kept);
  const options = { now: mintedAt, url: emulator.url };
  await program.up(options);
  await program.pulumi(["stack", "export", "--file", "deployment.json"], options);
  const deployment = JSON.parse(
    await readFile(join(program.folder, "deployment.json"), "utf8"),
    withoutPlaces,
  );
  await writeFiles(kept, { "deployment.json": deployment });
  await cp(join(program.folder, "Pulumi.dev.yaml"), join(kept, "Pulumi.dev.yaml"));
} finally {
  await emulator.close();
  for (const end of last) await end();
}

/** Which folders of whose machine a resource was declared in is nobody's business. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "sourcePosition" || key === "stackTrace" ? undefined : value;
}
