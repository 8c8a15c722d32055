import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { environment } from "../support/environment.mts";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { writeFiles } from "./support/files.mts";
import { dependencies, install, sdkVersions } from "./support/packed.mts";

type Files = Readonly<Record<string, string>>;

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "unit-tests.md"), "utf8");
/** The page's files, by the names that it gives them. */
const files: Files = Object.fromEntries(
  [...page.matchAll(/^```ts title=(\S+)\n(.*?)^```/gms)].map(([, name = "", text = ""]) => [name, text]),
);
/** The configuration that the page gives for CommonJS. */
const commonjs = JSON.parse(/^```json title=tsconfig\.json\n(.*?)^```/ms.exec(page)?.[1] ?? "null");
/** What the page installs, as npm is told it. */
const installed = [...page.matchAll(/^npm install (?:--save-dev )?([^#\n]+)/gm)].flatMap(([, names = ""]) =>
  names.trim().split(" "),
);
/** The page's table of runners, by what stands first in a row. */
const commands = new Map(
  [...page.matchAll(/^\| ([^|]+) \|.*\| `([^`|]+)` \|$/gm)].map(([, runner, command = ""]) => [
    runner,
    command,
  ]),
);
const titles = Object.values(files).flatMap((text) =>
  [...text.matchAll(/^test\("(.+?)"/gm)].map(([, title]) => title),
);

/** What the package says that mocks don't show, in a test of its own. */
const limits = `import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";

const seen: pulumi.runtime.MockResourceArgs[] = [];
const newResource = (args: pulumi.runtime.MockResourceArgs) => {
  seen.push(args);
  return { id: args.name, state: args.inputs };
};
pulumi.runtime.setMocks({ newResource, call: () => ({}) });
const valueOf = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

test("limits", async () => {
  const host = new ParticipantToken("host", { stageArn: "nonsense", duration: "15d", userId: pulumi.secret("bob") });
  const outputs = [host.stageArn, host.duration, host.capabilities, host.token, host.rotationTime, host.autoRotate];
  const values = await Promise.all(outputs.map((output) => valueOf(output as pulumi.Output<unknown>)));
  assert.deepEqual(values, ["nonsense", "15d", undefined, undefined, undefined, undefined]);
  assert.equal(await pulumi.isSecret(host.token), false);
  assert.equal(await valueOf(host.userId), "bob");
  assert.deepEqual(Object.keys(seen[0]?.inputs).sort(), ["__provider", "__resourceName", "duration", "stageArn", "userId"]);
  assert.equal(seen[0]?.inputs.userId.value, "bob");
});
`;

const strict = { target: "es2022", types: ["node"], strict: true, skipLibCheck: true };
const projects = {
  module: {
    "package.json": { type: "module" },
    "tsconfig.json": {
      compilerOptions: { ...strict, module: "nodenext", allowImportingTsExtensions: true, noEmit: true },
    },
  },
  commonjs: { "package.json": {}, "tsconfig.json": commonjs },
};

const forVitest = (text: string) => text.replace('from "node:test"', 'from "vitest"');
const withoutExtensions = (text: string) => text.replaceAll(/"(\.\/\w+)\.ts"/g, '"$1"');
const kinds = [
  { project: "module", runner: "node:test, ES module", edit: (text: string) => text },
  { project: "commonjs", runner: "node:test, CommonJS", edit: withoutExtensions },
  { project: "module", runner: "vitest", edit: forVitest },
  { project: "commonjs", runner: "vitest", edit: (text: string) => forVitest(withoutExtensions(text)) },
] as const;

/** Mistakes in the program, each with the test that it breaks. */
const mistakes = [
  {
    file: "encoder.ts",
    right: "stdin: args.token",
    wrong: "stdin: pulumi.unsecret(pulumi.output(args.token))",
    breaks: "the encoder gets the token by standard input, as a secret",
  },
  {
    file: "index.ts",
    right: 'capabilities: ["PUBLISH"]',
    wrong: 'capabilities: ["SUBSCRIBE"]',
    breaks: "the token is for publishing, and for half a day",
  },
  {
    file: "index.ts",
    right: "token: host.token",
    wrong: 'token: "header.payload.signature"',
    breaks: "a preview gets by without the token",
  },
];

describe("the unit tests of docs/unit-tests.md, in an empty project with the tarball", () => {
  const root = temporaryFolder();
  const run = async (folder: string, command: string) => {
    const env = environment({ NO_COLOR: "1" });
    const { status, stdout, stderr } = await bounded("sh", ["-c", command], { cwd: folder, env });
    return { status, text: `${stdout}\n${stderr}` };
  };
  const write = async (name: string, project: keyof typeof projects, sources: Files) => {
    await writeFiles(join(root, name), { ...projects[project], ...sources });
    return join(root, name);
  };

  before(async () => {
    const own = await dependencies(sdkVersions.newest);
    const others = {
      "@pulumi/command": "4.5.0",
      vitest: "5.1.1",
      typescript: "~6.0.0",
      "@types/node": "^24.0.0",
    };
    const named = installed.map((name) => name.replace(/(?<=.)@.*/, ""));
    assert.deepEqual([...named, "vitest"].sort(), Object.keys({ ...own, ...others }).sort());
    // npm runs install scripts of those only that are named.
    const project = {
      private: true,
      allowScripts: { protobufjs: false },
      dependencies: { ...own, ...others },
    };
    await writeFiles(root, { "package.json": project });
    await install(root);
  });

  for (const { project, runner, edit } of kinds) {
    test(`${runner}, in a ${project} project: green, and red for each mistake in the program`, async () => {
      const command = commands.get(runner) ?? assert.fail(`no command for ${runner} in the page`);
      const edited = (sources: Files): Files =>
        Object.fromEntries(Object.entries(sources).map(([name, text]) => [name, edit(text)]));
      const name = `${project}-${runner.replaceAll(/\W+/g, "-")}`;
      const folder = await write(name, project, edited({ ...files, "limits.test.ts": limits }));
      const types = await run(folder, "npx --no tsc -- --noEmit");
      assert.equal(types.status, 0, types.text);
      const green = await run(folder, command);
      assert.equal(green.status, 0, green.text);
      // The page's, and the one of the limits.
      assert.match(green.text, new RegExp(`(pass|Tests) +${titles.length + 1}\\b`));
      for (const { file, right, wrong, breaks } of mistakes) {
        const broken = (files[file] ?? "").replace(right, wrong);
        assert.notEqual(broken, files[file], right);
        await writeFiles(folder, edited({ [file]: broken }));
        const red = await run(folder, command);
        assert.notEqual(red.status, 0, red.text);
        assert.match(red.text, new RegExp(`[✖×>] ${breaks}`));
        await writeFiles(folder, edited({ [file]: files[file] ?? "" }));
      }
    });
  }
});
