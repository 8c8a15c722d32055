// `npm run lock`: writes package-lock.json again after a dependency changed, complete for every platform.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { completeLock } from "./lock/completeLock.mjs";

const { status } = spawnSync("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund"], {
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
const lock = completeLock(JSON.parse(readFileSync("package-lock.json", "utf8")));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
