import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

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
  "Lists and objects stand in stack config as JSON, as @pulumi/aws has them. Credentials are one setting: the first place that names keys, a profile or a",
  "web identity wins whole, and roles that are named further out don't apply to them.",
  "",
  "| setting | what | default | aws: | environment | shared config | AWS CLI | secret |",
  "|---|---|---|---|---|---|---|---|",
];

/** @param {[string, Row]} setting */
function row([name, { kind, inAwsConfig, env = [], shared, cli, secret, ...setting }]) {
  const cells = [
    `\`${name}\``,
    kind.allowed.replaceAll("|", "\\|"),
    String(setting.default ?? setting.otherwise),
    inAwsConfig ? "yes" : "",
    env.map((variable) => `\`${variable}\``).join(", "),
    code(shared),
    code(cli),
    secret?.what ?? "",
  ];
  return `| ${cells.join(" | ")} |`;
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
