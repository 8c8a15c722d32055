import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { environment } from "./support/environment.mts";
import { succeed } from "./support/succeed.mts";
import { temporaryFolder } from "./support/temporaryFolder.mts";
import { unpacked } from "./support/unpacked.mts";
import { writeFiles } from "./support/writeFiles.mts";

const compilerOptions = {
  module: "nodenext",
  target: "es2022",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
};

test("the published types take a program, as ES module and as CommonJS, and refuse its mistakes", async (t) => {
  const folder = await temporaryFolder(t);
  await unpacked(folder);
  const files = ["consumer.mts", "consumer.cts"];
  for (const file of files) await cp(join(import.meta.dirname, "types", "consumer.mts"), join(folder, file));
  await writeFiles(folder, { "tsconfig.json": { compilerOptions, files } });
  const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
  await succeed(process.execPath, [tsc, "-p", "."], { cwd: folder, env: environment() });
});
