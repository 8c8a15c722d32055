import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { parseSource, type Source, sourcesIn } from "../../tools/house/sources.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const root = join(import.meta.dirname, "..", "..");

/** What each room may import beside itself. Folders of provider/ that are not listed here may import nothing. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "provider/values": [],
  "provider/settings": ["provider/values"],
  "provider/token": ["provider/settings", "provider/values"],
  "provider/failures": ["provider/token", "provider/settings", "provider/values"],
  "provider/client": ["provider/failures", "provider/token", "provider/settings", "provider/values"],
  "provider/verbs": [
    "provider/client",
    "provider/failures",
    "provider/token",
    "provider/settings",
    "provider/values",
  ],
  "provider/program": ["provider/token", "provider/settings", "provider/values"],
  "provider/index.ts": ["provider/program", "provider/token", "provider/settings", "provider/values"],
  "provider/testing.ts": ["provider/verbs", "provider/token", "provider/settings", "provider/values"],
  provider: ["provider"],
  cli: ["cli", "provider/token", "provider/settings", "provider/values"],
  emulator: ["emulator"],
};

const isBelow = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

/** The most exact entry for a file. */
function roomOf(path: string): string {
  const parts = path.split("/");
  const room = parts[0] === "provider" && parts.length > 2 ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  return path in mayImport ? path : room;
}

/** Every import of a file that breaches a wall. */
function breaches({ path, imports }: Source): string[] {
  const room = roomOf(path);
  const allowed = [room, ...(mayImport[room] ?? [])];
  return imports
    .filter(({ module, isType }) => {
      // The emulator checks signatures with a part of the SDK's ground, and knows no client.
      if (/^@smithy\//.test(module)) return !isBelow(path, "provider/client") && room !== "emulator";
      if (/^@aws-sdk\//.test(module)) return !isBelow(path, "provider/client");
      if (/^@pulumi\//.test(module)) return !isType && room !== "provider/program";
      if (/^(pulumi-ivs-realtime|ivs-realtime-emulator)\b/.test(module)) return true;
      if (!/^(provider|cli|emulator)\//.test(module)) return false;
      // Verbs know the client's types: its code is loaded when a call is due.
      if (room === "provider/verbs" && isBelow(module, "provider/client")) return !isType;
      return !allowed.some((place) => isBelow(module, place));
    })
    .map(({ module }) => `${path} imports ${module}`);
}

/** A file that breaches one wall; what Biome's rule doesn't see is left to the test. */
const deliberate: readonly { path: string; text: string; missedByBiome?: true }[] = [
  { path: "provider/values/a.ts", text: 'import { kinds } from "../settings/kinds.js";\nkinds();\n' },
  { path: "provider/values/b.ts", text: 'import { status } from "../../cli/status.js";\nstatus();\n' },
  {
    path: "provider/values/c.ts",
    text: 'import type { Input } from "../token/inputs.js";\nexport type A = Input;\n',
  },
  {
    path: "provider/values/d.ts",
    text: 'import { Client } from "@aws-sdk/client-ivs-realtime";\nnew Client();\n',
  },
  { path: "provider/settings/a.ts", text: 'import { rotation } from "../token/rotation.js";\nrotation();\n' },
  { path: "provider/settings/b.ts", text: 'export const load = () => import("../client/connect.js");\n' },
  { path: "provider/settings/c.ts", text: 'export { provider } from "../provider.js";\n' },
  {
    path: "provider/settings/d.ts",
    text: 'export const load = () => require("../failures/explain.js");\n',
    missedByBiome: true,
  },
  {
    path: "provider/settings/e.ts",
    text: 'export type A = typeof import("../failures/explain.js").explain;\n',
    missedByBiome: true,
  },
  { path: "provider/token/a.ts", text: 'import { explain } from "../failures/explain.js";\nexplain();\n' },
  {
    path: "provider/token/b.ts",
    text: 'import * as pulumi from "@pulumi/pulumi";\npulumi.log.info("a");\n',
    missedByBiome: true,
  },
  { path: "provider/failures/a.ts", text: 'import { connect } from "../client/connect.js";\nconnect();\n' },
  { path: "provider/client/a.ts", text: 'import { create } from "../verbs/create.js";\ncreate();\n' },
  {
    path: "provider/client/b.ts",
    text: 'import * as pulumi from "@pulumi/pulumi";\npulumi.log.info("a");\n',
  },
  { path: "provider/verbs/a.ts", text: 'import { connections } from "../connections.js";\nconnections();\n' },
  { path: "provider/verbs/b.ts", text: 'import * as pulumi from "@pulumi/pulumi";\npulumi.log.info("a");\n' },
  {
    path: "provider/verbs/c.ts",
    text: 'import { connect } from "../client/connect.js";\nconnect();\n',
    missedByBiome: true,
  },
  {
    path: "provider/verbs/d.ts",
    text: 'import { Token } from "../program/participantToken.js";\nnew Token();\n',
  },
  { path: "provider/program/a.ts", text: 'import { create } from "../verbs/create.js";\ncreate();\n' },
  { path: "provider/program/b.ts", text: 'import { retry } from "@smithy/core/retry";\nretry();\n' },
  { path: "provider/a.ts", text: 'import * as pulumi from "@pulumi/pulumi";\npulumi.log.info("a");\n' },
  {
    path: "provider/b.ts",
    text: 'import { startEmulator } from "../emulator/index.js";\nstartEmulator();\n',
  },
  {
    path: "provider/c.ts",
    text: 'import { startEmulator } from "ivs-realtime-emulator";\nstartEmulator();\n',
  },
  { path: "provider/index.ts", text: 'export { create } from "./verbs/create.js";\n' },
  {
    path: "provider/testing.ts",
    text: 'export { ParticipantToken } from "./program/participantToken.js";\n',
  },
  { path: "cli/a.ts", text: 'import { startEmulator } from "../emulator/index.js";\nstartEmulator();\n' },
  {
    path: "cli/status/a.ts",
    text: 'import { startEmulator } from "../../emulator/index.js";\nstartEmulator();\n',
  },
  { path: "cli/b.ts", text: 'import { startEmulator } from "ivs-realtime-emulator";\nstartEmulator();\n' },
  { path: "cli/c.ts", text: 'import { Client } from "@aws-sdk/client-ivs-realtime";\nnew Client();\n' },
  { path: "cli/d.ts", text: 'import { create } from "../provider/verbs/create.js";\ncreate();\n' },
  { path: "cli/status/b.ts", text: 'export const load = () => import("../../provider/provider.js");\n' },
  { path: "emulator/c.ts", text: 'import { Client } from "@aws-sdk/client-ivs-realtime";\nnew Client();\n' },
  {
    path: "emulator/a.ts",
    text: 'import { isLoopback } from "../provider/values/hosts.js";\nisLoopback("a");\n',
  },
  { path: "emulator/http/a.ts", text: 'import { print } from "../../cli/output.js";\nprint("a");\n' },
  {
    path: "emulator/b.ts",
    text: 'import { ParticipantToken } from "pulumi-ivs-realtime";\nnew ParticipantToken();\n',
  },
];

/** Files that breach nothing. */
const right: readonly { path: string; text: string }[] = [
  {
    path: "provider/token/right.ts",
    text: 'import type { Input } from "@pulumi/pulumi";\nexport type A = Input<string>;\n',
  },
  {
    path: "provider/token/types.ts",
    text: 'import { type Input } from "@pulumi/pulumi";\nexport type A = Input<string>;\n',
  },
  {
    path: "provider/verbs/right.ts",
    text: 'import type { IvsClient } from "../client/ivsClient.js";\nexport type A = IvsClient;\n',
  },
  {
    path: "provider/settings/right.ts",
    text: 'import { b } from "../values/b.js";\nimport { c } from "./c.js";\nb(c);\n',
  },
  { path: "provider/client/right.ts", text: 'import { retry } from "@smithy/core/retry";\nretry();\n' },
  {
    path: "provider/program/right.ts",
    text: 'import * as pulumi from "@pulumi/pulumi";\npulumi.log.info("a");\n',
  },
  {
    path: "cli/status/right.ts",
    text: 'import { formatIsoTime } from "../../provider/values/time.js";\nformatIsoTime();\n',
  },
  {
    path: "emulator/signature/right.ts",
    text: 'import { SignatureV4 } from "@smithy/signature-v4";\nnew SignatureV4();\n',
  },
];

/** Two files that import each other, the one of them only for a type. */
const cycle = [
  { path: "cli/one.ts", text: 'import { two } from "./two.js";\nexport const one = (): number => two(1);\n' },
  {
    path: "cli/two.ts",
    text: 'import type { one } from "./one.js";\nexport const two = (a: number): ReturnType<typeof one> => a;\n',
  },
];

/** The rules that Biome, with this repository's settings, finds broken in each of these files. */
function judgedByBiome(folder: string, files: readonly { path: string; text: string }[]) {
  cpSync(join(root, "biome.json"), join(folder, "biome.json"));
  writeFileSync(join(folder, ".gitignore"), "dist\n");
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const args = [biome, "lint", "--reporter=json", "--max-diagnostics=none", "."];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout || assert.fail(stderr)) as { diagnostics: Diagnostic[] };
  return (path: string) =>
    diagnostics.filter(({ location }) => pathOf(location.path) === path).map(({ category }) => category);
}

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

const pathOf = (path: Diagnostic["location"]["path"]) => (typeof path === "string" ? path : path.file);

test("imports go one way: no file breaches a wall", () => {
  const sources = ["provider", "cli", "emulator"].flatMap((folder) => sourcesIn(root, folder));
  assert.ok(sources.length > 50, `${sources.length} files`);
  assert.deepEqual(sources.flatMap(breaches), []);
});

describe("each wall holds", () => {
  for (const { path, text } of deliberate) {
    test(`${path}: ${text.split("\n")[0]}`, () => {
      assert.equal(breaches(parseSource(root, path, text)).length, 1);
    });
  }
});

describe("what is allowed passes", () => {
  for (const { path, text } of right) {
    test(`${path}: ${text.split("\n")[0]}`, () => {
      assert.deepEqual(breaches(parseSource(root, path, text)), []);
    });
  }
});

test("Biome reports each breach that it can see, and cycles of types too, and nothing that is allowed", (t) => {
  const judged = judgedByBiome(temporaryFolder(t), [...deliberate, ...right, ...cycle]);
  const restricted = "lint/style/noRestrictedImports";
  const missed = deliberate.filter(({ path }) => !judged(path).includes(restricted));
  assert.deepEqual(
    missed,
    deliberate.filter(({ missedByBiome }) => missedByBiome),
  );
  for (const { path } of right) assert.ok(!judged(path).includes(restricted), path);
  for (const { path } of cycle) assert.deepEqual(judged(path), ["lint/suspicious/noImportCycles"], path);
});
