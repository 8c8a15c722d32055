// Writes the reference from the doc comments, the table of settings and the command line's help; with --check, fails where what is committed differs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLinePage, settingsPage } from "./docs/pages.mjs";
import { root } from "./shared/script.mjs";

const committed = join(root, "docs", "reference");

/** @param {string} out */
function generate(out) {
  const typedoc = join(root, "node_modules", "typedoc", "bin", "typedoc");
  const options = ["--options", join(root, "docs", "typedoc.json"), "--out", out, "--logLevel", "Warn"];
  const { status } = spawnSync(process.execPath, [typedoc, ...options], { cwd: root, stdio: "inherit" });
  if (status !== 0) return false;
  writeFileSync(join(out, "settings.md"), settingsPage(root));
  writeFileSync(join(out, "command-line.md"), commandLinePage(root));
  return true;
}

/** @param {string} out */
function isSameAsCommitted(out) {
  const arguments_ = ["diff", "--no-index", "--stat", committed, out];
  return spawnSync("git", arguments_, { cwd: root, stdio: "inherit" }).status === 0;
}

function check() {
  const out = mkdtempSync(join(tmpdir(), "reference-"));
  try {
    if (!generate(out)) return false;
    if (isSameAsCommitted(out)) return true;
    console.error("docs/reference is stale: run `npm run docs` and commit what it writes");
    return false;
  } finally {
    rmSync(out, { recursive: true });
  }
}

const done = process.argv.includes("--check") ? check() : generate(committed);
process.exitCode = done ? 0 : 1;
