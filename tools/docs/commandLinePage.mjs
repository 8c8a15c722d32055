import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * The reference of the command line: what each command says of itself.
 *
 * @param {string} root where dist/ is
 */
export function commandLinePage(root) {
  const help = (/** @type {string[]} */ ...args) => {
    const all = [join(root, "dist", "cli", "main.js"), ...args, "--help"];
    return spawnSync(process.execPath, all, { encoding: "utf8", env: {} }).stdout.trim();
  };
  const all = help();
  const listed = all.slice(all.indexOf("Commands:")).matchAll(/^ {2}(\w+)/gm);
  const commands = [...listed].map(([, name = ""]) => name).filter((name) => name !== "help");
  const parts = commands.map((command) => `## ${command}\n\n\`\`\`text\n${help(command)}\n\`\`\`\n`);
  return `# Command line\n\n\`\`\`text\n${all}\n\`\`\`\n\n${parts.join("\n")}`;
}
