import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { environment } from "../support/environment.mts";
import { succeed } from "./support/files.mts";
import { packed } from "./support/packed.mts";

const repository = join(import.meta.dirname, "..", "..");
const texts = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
/** Each package, the folder in the repository of what it is built from, and which of that is. */
const packages = [
  { name: "pulumi-ivs-realtime", folder: repository, sources: "{cli,provider}/**/*.ts" },
  { name: "ivs-realtime-emulator", folder: join(repository, "emulator"), sources: "**/*.ts" },
] as const;

for (const { name, folder, sources } of packages) {
  describe(`the tarball of ${name}`, () => {
    test("holds each source's build with its types, the texts, and nothing else", async () => {
      const { files } = await packed(name);
      const exclude = (path: string) => /^(dist|node_modules)$/.test(path);
      const found = globSync(sources, { cwd: folder, exclude }).map((path) => path.slice(0, -".ts".length));
      const built = found.flatMap((path) => [`dist/${path}.js`, `dist/${path}.d.ts`]);
      assert.deepEqual(files.map(({ path }) => path).sort(), [...texts, ...built].sort());
    });

    test("has a command that can be run", async () => {
      const { files } = await packed(name);
      assert.equal(files.find(({ path }) => path === "dist/cli/main.js")?.mode, 0o755);
    });

    test("has nothing that publint complains about", async () => {
      const { buffer } = new Uint8Array(await readFile((await packed(name)).tarball));
      const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
      assert.deepEqual(
        messages.map((message) => formatMessage(message, pkg)),
        [],
      );
    });

    test("has types that each module resolution finds", async () => {
      const { tarball } = await packed(name);
      const attw = dirname(fileURLToPath(import.meta.resolve("@arethetypeswrong/cli/package.json")));
      const args = [join(attw, "dist", "index.js"), tarball, "--format", "ascii"];
      await succeed(process.execPath, args, { cwd: repository, env: environment() });
    });
  });
}

test("both packages have one version, and one depends on the other for its tests by just that", () => {
  const [own, emulator] = packages.map(({ folder }) =>
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
  );
  assert.equal(emulator.version, own.version);
  assert.equal(own.devDependencies["ivs-realtime-emulator"], own.version);
});
