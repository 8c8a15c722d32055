import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { environment } from "../support/environment.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { succeed, writeFiles } from "./support/files.mts";
import { unpacked } from "./support/packed.mts";
import { programs } from "./support/program.mts";

const nodenext = {
  module: "nodenext",
  target: "es2022",
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
};

/** What `pulumi new typescript` has written into its projects for years. */
const template = {
  module: "commonjs",
  moduleResolution: "node",
  ignoreDeprecations: "6.0",
  target: "es2020",
  types: ["node"],
  strict: true,
  experimentalDecorators: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
  noEmit: true,
};

describe("the published types", () => {
  for (const [what, file] of [
    ["a program", "consumer.mts"],
    ["a test with the emulator", "emulator.mts"],
  ] as const) {
    test(`take ${what}, as ES module and as CommonJS, and refuse its mistakes`, async (t) => {
      const text = await readFile(join(import.meta.dirname, "types", file), "utf8");
      await compile(t, nodenext, { "consumer.mts": text, "consumer.cts": text });
    });
  }

  test("take a program with the settings of Pulumi's template", (t) =>
    compile(t, template, { "index.ts": programs.typescript }));

  test("take a test with the emulator with the settings of Pulumi's template", async (t) => {
    const text = await readFile(join(import.meta.dirname, "types", "emulator.mts"), "utf8");
    await compile(t, template, { "index.ts": text });
  });
});

async function compile(
  t: TestContext,
  options: Readonly<Record<string, unknown>>,
  sources: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = temporaryFolder(t);
  await unpacked(folder);
  const settings = { compilerOptions: options, files: Object.keys(sources) };
  await writeFiles(folder, { ...sources, "tsconfig.json": settings });
  const tsc = join(folder, "node_modules", "typescript", "bin", "tsc");
  await succeed(process.execPath, [tsc, "-p", "."], { cwd: folder, env: environment() });
}
