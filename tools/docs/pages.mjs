import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";

/**
 * The reference of the command lines: the help of each command.
 *
 * @param {string} root where dist/ is
 */
export function commandLinePage(root) {
  const help = (/** @type {string} */ folder, /** @type {string[]} */ ...args) => {
    const all = [join(root, folder, "dist", "cli", "main.js"), ...args, "--help"];
    return spawnSync(process.execPath, all, { encoding: "utf8", env: {} }).stdout.trim();
  };
  const all = help(".");
  const listed = all.slice(all.indexOf("Commands:")).matchAll(/^ {2}(\w+)/gm);
  const commands = [...listed].map(([, name = ""]) => name).filter((name) => name !== "help");
  const parts = [
    ...commands.map((command) => [command, help(".", command)]),
    ["ivs-realtime-emulator", help("emulator")],
  ].map(([title, text]) => `## ${title}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
  return `# Command line\n\n\`\`\`text\n${all}\n\`\`\`\n\n${parts.join("\n")}`;
}

/**
 * The reference of all settings, out of the table that resolves them.
 *
 * @param {string} root where dist/ is
 */
export function settingsPage(root) {
  const load = createRequire(import.meta.url);
  const { settingsTable } = load(join(root, "dist", "provider", "settings", "settingsTable.js"));
  const { withoutEffect } = load(join(root, "dist", "provider", "settings", "awsSettings.js"));
  const rows = Object.entries(/** @type {Record<string, Row>} */ (settingsTable)).map(row);
  return `${[...head, ...rows, "", ...foot(withoutEffect)].join("\n")}\n`;
}

/**
 * @typedef {{
 *   kind: { allowed: string }, inAwsConfig: boolean, env?: string[], shared?: string, default?: unknown, otherwise?: string, cli?: string,
 *   secret?: { what: string },
 * }} Row
 */

const head = [
  "# Settings",
  "",
  "Where calls go and as whom. Each setting is looked for in this order, and the first place that has it counts:",
  "",
  "1. the token's input `aws: { NAME: … }`",
  "2. stack config `ivs-realtime:NAME`",
  "3. stack config `aws:NAME`, where @pulumi/aws reads it too (column *aws:*)",
  "4. the environment",
  "5. the shared config files, in the section of the active profile",
  "6. the default",
  "",
  "In stack config lists and objects are JSON, as for @pulumi/aws. Credentials are one setting: the first place that names keys, a profile or a web identity",
  "wins whole, and roles named at a lower precedence don't apply to them.",
  "",
  "| setting | what | default | aws: | environment | shared config | AWS CLI | secret |",
  "|---|---|---|---|---|---|---|---|",
];

/** @param {[string, Row]} setting */
function row([name, { kind, inAwsConfig, env = [], shared, cli, secret, ...setting }]) {
  const cells = [
    `\`${name}\``,
    cell(kind.allowed),
    String(setting.default ?? setting.otherwise),
    inAwsConfig ? "yes" : "",
    env.map((variable) => `\`${variable}\``).join(", "),
    code(shared),
    code(cli),
    secret?.what ?? "",
  ];
  return line(cells);
}

/** @param {string | undefined} word */
function code(word) {
  return word === undefined ? "" : `\`${word}\``;
}

/** @param {string[]} withoutEffect */
function foot(withoutEffect) {
  const names = withoutEffect.map((name) => `\`${name}\``).join(", ");
  return [
    `Accepted, so that one object can be given to @pulumi/aws's provider too, and without effect here: ${names}.`,
    "A name that neither knows is refused.",
    "",
    "What each one means: [AwsSettings](provider.md#awssettings).",
  ];
}

/**
 * The reference of all inputs, out of the table that checks them and their doc comments.
 *
 * @param {string} root where dist/ is
 */
export function inputsPage(root) {
  const rows = inputs(root).map(({ name, what, kind, change, usual }) =>
    line([code(name), what, cell(kind.allowed), usual, change]),
  );
  const table = [
    line(["input", "what", "may be", "default", "a change"]),
    line(Array(5).fill("---")),
    ...rows,
  ];
  return `# Inputs\n\n${inputsForeword}\n\n${table.join("\n")}\n\nIn full: [ParticipantTokenInputs](provider.md#participanttokeninputs).\n`;
}

const inputsForeword =
  "What a ParticipantToken is declared with. A change that replaces makes a new token; one in place makes no call.";

const marks = /** @type {const} */ ([
  "<!-- The table of inputs: `npm run docs` writes it. -->",
  "<!-- The end of the table of inputs. -->",
]);

/**
 * The README with its table of inputs as it should be.
 *
 * @param {string} root where dist/ is
 * @param {string} readme
 */
export function withInputsTable(root, readme) {
  const [before, rest] = split(readme, marks[0]);
  const [, after] = split(rest, marks[1]);
  const rows = inputs(root).map(({ name, what, change, usual }) => line([code(name), what, usual, change]));
  const table = [line(["input", "what", "default", "a change"]), line(Array(4).fill("---")), ...rows];
  return `${before}${marks[0]}\n\n${table.join("\n")}\n\n${marks[1]}${after}`;
}

/**
 * @param {string} text
 * @param {string} mark
 */
function split(text, mark) {
  const [before, after, more] = text.split(mark);
  if (before === undefined || after === undefined || more !== undefined)
    throw new Error(`the README should have this line once: ${mark}`);
  return /** @type {const} */ ([before, after]);
}

/**
 * @typedef {{ kind: { allowed: string }, change: string, default?: unknown, otherwise?: string }} InputRow
 */

/** @param {string} root */
function inputs(root) {
  const { inputsTable } = createRequire(import.meta.url)(
    join(root, "dist", "provider", "token", "inputs.js"),
  );
  const sentences = firstSentences(join(root, "provider", "token", "inputs.ts"), "ParticipantTokenInputs");
  return Object.entries(/** @type {Record<string, InputRow>} */ (inputsTable)).map(([name, row]) => {
    const what = sentences.get(name);
    if (what === undefined) throw new Error(`the input ${name} has no doc comment`);
    const change = row.change === "replace" ? "replaces the token" : row.change;
    return { name, what: cell(what), kind: row.kind, change, usual: usual(row) };
  });
}

/** @param {InputRow} row */
function usual({ default: value, otherwise }) {
  if (value === undefined) return otherwise ?? "required";
  return [value].flat().map(String).map(code).join(", ");
}

/**
 * The first sentence of each member's doc comment.
 *
 * @param {string} file
 * @param {string} name of the interface
 */
function firstSentences(file, name) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const declared = source.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === name);
  const members = declared && ts.isInterfaceDeclaration(declared) ? declared.members : [];
  return new Map(members.map((member) => [member.name?.getText() ?? "", firstSentence(member)]));
}

/**
 * The parser of TypeScript takes "@pulumi/aws" for a tag, so the comment is read as text.
 *
 * @param {ts.Node} member
 */
function firstSentence(member) {
  const comment = member.getFullText().slice(0, member.getLeadingTriviaWidth());
  const text = comment.replace(/^\s*\/?\*+\/?/gm, "").replace(/\s+/g, " ");
  return /^ ?(.*?)\.(?= [A-Z0-9]| ?$)/.exec(text)?.[1];
}

/** @param {string[]} cells */
function line(cells) {
  return `| ${cells.join(" | ")} |`;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll("|", "\\|");
}
