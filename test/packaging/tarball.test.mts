import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { environment } from "../support/environment.mts";
import { succeed } from "./support/files.mts";
import { packed } from "./support/packed.mts";

const repository = join(import.meta.dirname, "..", "..");
const rooms = ["cli", "provider"];

describe("the tarball", () => {
  test("holds each source's build with its types, the texts, and nothing else", async () => {
    const { files } = await packed();
    const texts = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
    assert.deepEqual(files.map(({ path }) => path).sort(), [...texts, ...(await built())].sort());
  });

  test("has a command that can be run", async () => {
    const { files } = await packed();
    assert.equal(files.find(({ path }) => path === "dist/cli/main.js")?.mode, 0o755);
  });

  test("has nothing that publint complains about", async () => {
    const { buffer } = new Uint8Array(await readFile((await packed()).tarball));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  test("has types that each module resolution finds", async () => {
    const { tarball } = await packed();
    const folder = dirname(fileURLToPath(import.meta.resolve("@arethetypeswrong/cli/package.json")));
    const args = [join(folder, "dist", "index.js"), tarball, "--format", "ascii"];
    await succeed(process.execPath, args, { cwd: repository, env: environment() });
  });
});

/** What the compiler makes of the sources. */
async function built(): Promise<string[]> {
  const found = rooms.map(async (room) => {
    const entries = await readdir(join(repository, room), { recursive: true });
    const sources = entries.filter((name) => name.endsWith(".ts")).map((name) => name.slice(0, -3));
    return sources.flatMap((name) => [`dist/${room}/${name}.js`, `dist/${room}/${name}.d.ts`]);
  });
  return (await Promise.all(found)).flat();
}
