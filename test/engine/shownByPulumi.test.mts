import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bounded } from "../support/processes.mts";
import { openScene } from "../support/scene.mts";
import { findSecrets } from "../support/secrets.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

/** What SECURITY.md says of Pulumi itself. FILE is any file, which counts as output. */
const commands = [
  "pulumi preview",
  "pulumi preview --diff",
  "pulumi preview --json",
  "PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json",
  "pulumi preview --debug",
  "pulumi preview --save-plan FILE",
  "pulumi preview --diff --show-secrets",
  "pulumi up",
  "pulumi up --diff",
  "pulumi up --json",
  "pulumi up --debug",
  "pulumi up --event-log FILE",
  "pulumi up --logtostderr -v=2",
  "pulumi up --logtostderr -v=3",
  "pulumi up --logtostderr -v=9",
  "pulumi up --tracing=file:FILE",
  "pulumi up --otel-traces=file://FILE",
  "PULUMI_DEBUG_GRPC=FILE pulumi up",
  "PULUMI_OPTION_SHOW_SECRETS=true pulumi up --diff",
  "pulumi refresh",
  "pulumi refresh --diff",
  "pulumi refresh --json",
  "pulumi refresh --debug",
  "pulumi refresh --run-program",
  "pulumi refresh --run-program --debug",
  "pulumi refresh --run-program --json --skip-preview",
  "pulumi destroy",
  "pulumi destroy --diff",
  "pulumi destroy --json",
  "pulumi destroy --debug",
  "pulumi destroy --run-program",
  "pulumi destroy --run-program --json --skip-preview",
  "pulumi stack",
  "pulumi stack --show-secrets",
  "pulumi stack output",
  "pulumi stack output --show-secrets",
  "PULUMI_OPTION_SHOW_SECRETS=true pulumi stack output",
  "pulumi stack export",
  "pulumi stack export --show-secrets",
  "PULUMI_OPTION_SHOW_SECRETS=true pulumi stack export",
  "pulumi stack history",
  "pulumi stack history --json",
  "pulumi stack history --json --show-secrets",
  "pulumi config",
  "pulumi config --show-secrets",
  "pulumi config get shown:password",
] as const;

/** Calls of the Automation API, and what counts as output. */
const calls = {
  "Automation API: `stdout` of `stack.up()`": "(await stack.up()).stdout",
  "Automation API: `onEvent` of `stack.up()`":
    "await (async (all) => (await stack.up({ onEvent: (one) => all.push(one) }), all))([])",
  "Automation API: `stack.outputs()`": "await stack.outputs()",
  "Automation API: `stack.exportStack()`": "await stack.exportStack()",
} as const;

const columns = ["token", "secret inputs", "secrets in `aws`", "secrets in the config"] as const;
type Shown = Readonly<Record<(typeof columns)[number], boolean>>;

const keys = { accessKeyId: "AKIASHOWNBYPULUMI", secretAccessKey: "secret-key-5e1d07" };
const scene = await openScene("shownByPulumi", { credentials: keys });
scene.secret("KEY", keys.accessKeyId);
const given = {
  "secret inputs": scene.secret("ROLE", "attribute-90c2fe"),
  "secrets in `aws`": scene.secret("SECRET_KEY", keys.secretAccessKey),
  "secrets in the config": scene.secret("CONFIGURED", "configured-b83a41"),
} as const;
const stack = await scene.stack(
  "shown",
  `const { KEY, SECRET_KEY, ROLE, ROUND = "0" } = process.env;
   const attributes = { role: pulumi.secret(ROLE), round: ROUND };
   const host = new ParticipantToken("host", { stageArn, attributes, aws: { accessKey: KEY, secretKey: SECRET_KEY } });
   exports.token = host.token;`,
);
await stack.configureSecrets({ "shown:password": given["secrets in the config"] });
await stack.up([], { env: { ROUND: "0" } });

const folder = temporaryFolder();
let rounds = 0;

/** Outside of the scene, whose files may hold no secret: runs, and says which secrets are in what came out. */
async function shown(
  command: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<Shown> {
  const out = mkdtempSync(join(folder, "run-"));
  const inOut = (text: string) => text.replaceAll("FILE", join(out, "file"));
  const given = Object.fromEntries(Object.entries(variables).map(([name, text = ""]) => [name, inOut(text)]));
  const env = { ...scene.environment(), ROUND: String(rounds), ...given };
  const ended = await bounded(command, args.map(inOut), { cwd: stack.folder, env });
  assert.equal(ended.status, 0, `${args.join(" ")}\n${ended.stderr.slice(-2_000)}`);
  writeFileSync(join(out, "printed"), ended.stdout + ended.stderr);
  return lyingIn(out);
}

async function lyingIn(out: string): Promise<Shown> {
  const tokens = scene.tokens.map((token) => ["token", token.split(".")[2] ?? ""] as const);
  const found = async (column: string) => {
    const secrets = [...tokens, ...Object.entries(given)].filter(([name]) => name === column);
    const named = secrets.map(([name, text], index) => [`${name} ${index}`, text] as const);
    return [column, (await findSecrets(out, new Map(named))).length > 0] as const;
  };
  return Object.fromEntries(await Promise.all(columns.map(found))) as Shown;
}

/** Runs a command line as it stands in the table. */
async function shownBy(line: string): Promise<Shown> {
  const words = line.split(" ");
  const at = words.indexOf("pulumi");
  const variables = Object.fromEntries(words.slice(0, at).map((word) => word.split("=")));
  const [verb = "", ...rest] = words.slice(at + 1);
  const changes = /^(up|refresh|destroy)$/.test(verb);
  const mode = changes ? ["--yes", ...(rest.includes("--skip-preview") ? [] : ["--skip-preview"])] : [];
  const args = [verb, ...rest, ...mode, "--stack", "dev", "--non-interactive", "--color", "never"];
  // Once as things are, since what isn't known yet can't be shown, and once with another token to come.
  const before = verb === "preview" ? await shown("pulumi", args, variables) : undefined;
  rounds += 1;
  const result = await shown("pulumi", args, variables);
  if (verb === "preview") rounds -= 1;
  if (verb === "destroy") await stack.up([], { env: { ROUND: String(rounds) } });
  const either = columns.map((column) => [column, result[column] || before?.[column] === true] as const);
  return Object.fromEntries(either) as Shown;
}

const automation = pathToFileURL(
  join(import.meta.dirname, "..", "..", "node_modules", "@pulumi", "pulumi", "automation", "index.js"),
);

function shownByCall(call: string): Promise<Shown> {
  rounds += 1;
  const program = `const { default: { LocalWorkspace } } = await import(${JSON.stringify(automation)});
    const stack = await LocalWorkspace.selectStack({ stackName: "dev", workDir: process.cwd() });
    console.log(JSON.stringify(${call}));`;
  return shown(process.execPath, ["--input-type=module", "-e", program]);
}

const rows: string[] = [];
const all: readonly (readonly [name: string, run: () => Promise<Shown>])[] = [
  ...commands.map((line) => [`\`${line}\``, () => shownBy(line)] as const),
  ...Object.entries(calls).map(([name, call]) => [name, () => shownByCall(call)] as const),
];
for (const [name, run] of all) {
  test(`it is known what ${name} shows`, async () => {
    const result = await run();
    rows.push(`| ${[name, ...columns.map((column) => (result[column] ? "**shown**" : "no"))].join(" | ")} |`);
  });
}

const page = join(import.meta.dirname, "..", "..", "SECURITY.md");
const marks = [
  "<!-- What Pulumi shows: `UPDATE=1 npm test -- test/engine/shownByPulumi.test.mts` writes it. -->",
  "<!-- The end of what Pulumi shows. -->",
] as const;

test("SECURITY.md has just that table", () => {
  const text = readFileSync(page, "utf8");
  const [before = "", rest = ""] = text.split(`${marks[0]}\n`);
  const [, after = ""] = rest.split(marks[1]);
  const head = [`| | ${columns.join(" | ")} |`, `|---|${"---|".repeat(columns.length)}`];
  const made = `${before}${marks[0]}\n\n${[...head, ...rows].join("\n")}\n\n${marks[1]}${after}`;
  if (process.env.UPDATE === "1") writeFileSync(page, made);
  assert.equal(readFileSync(page, "utf8"), made);
});
