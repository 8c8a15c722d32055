import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { chromiumNames } from "../../tools/test/chromium.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

const script = join(import.meta.dirname, "../../.ci/run");

/** The closing lines of Node's runner. */
function closing(counts: Readonly<Record<string, number>>): string {
  const all = { tests: 3, suites: 0, pass: 3, fail: 0, cancelled: 0, skipped: 0, todo: 0, ...counts };
  return Object.entries(all)
    .map(([name, count]) => `echo 'ℹ ${name} ${count}'`)
    .join("\n");
}

/** What .ci/run itself calls, besides what it looks for. */
const basics = "bash cat dirname env id mkfifo mktemp rm sed sh sleep tail tar tee touch".split(" ");
const systemTools = ["chromium", "systemd-analyze", "promtool"];

interface Machine {
  readonly env?: NodeJS.ProcessEnv;
  /** Commands besides the basics and npm, as scripts. Default: all that the tests need of the system. */
  readonly commands?: Readonly<Record<string, string>>;
}

const complete = Object.fromEntries(systemTools.map((name) => [name, "exit 9"]));

/** .ci/run on a machine whose npm is this script. */
function start(npm: string, { env = {}, commands = complete }: Machine = {}) {
  const folder = temporaryFolder();
  for (const name of basics)
    symlinkSync(execFileSync("which", [name], { encoding: "utf8" }).trim(), join(folder, name));
  for (const [name, text] of Object.entries({ npm, ...commands })) fakeCommand(folder, name, text);
  return spawn(script, {
    env: { ...env, PATH: folder, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
  });
}

async function ended(child: ReturnType<typeof start>) {
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { status, stdout, stderr };
}

/** What .ci/run makes of npm scripts that are this script. */
const verdict = (npm: string, machine?: Machine) => ended(start(npm, machine));

test(".ci/run passes what passed, and ends with the sums of the runner's closing lines", async () => {
  const { status, stdout, stderr } = await verdict(`echo "ran $*"\n${closing({ suites: 1 })}`);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.deepEqual(stdout.match(/^ran .*$/gm), [
    "ran run test",
    "ran run test:browser",
    "ran run test:system",
  ]);
  const sums = closing({ tests: 9, suites: 3, pass: 9 }).replaceAll(/echo '|'/g, "");
  assert.equal(stdout.slice(stdout.lastIndexOf("ℹ tests")).replace(/\d+ s\n$/, ""), `${sums}\nTotal: `);
});

test(".ci/run ends with npm's own status where a test failed, and starts no other script", async () => {
  const { status, stdout } = await verdict(`echo "ran $*"\n${closing({ fail: 1 })}\necho reason >&2\nexit 7`);
  assert.equal(status, 7);
  assert.match(stdout, /ℹ fail 1\n(.*\n)*reason\n/);
  assert.deepEqual(stdout.match(/^ran .*$/gm), ["ran run test"]);
});

/** Something else in one of the npm scripts. */
const only = (name: string, other: string) => `case "$2" in ${name})\n${other};; *)\n${closing({})};; esac`;

for (const [what, npm, line] of [
  ["tests were skipped", closing({ skipped: 2 }), "6 tests skipped."],
  ["a test of one script was skipped", only("test", closing({ skipped: 1 })), "1 tests skipped."],
  ["a test is still to do", only("test:browser", closing({ todo: 1 })), "1 tests todo."],
  ["a test was cancelled", only("test:system", closing({ cancelled: 1 })), "1 tests cancelled."],
  ["no test ran in one of the scripts", only("test:browser", closing({ tests: 0 })), "No test ran."],
  ["one of the scripts said nothing", only("test:system", "echo nothing"), "No test ran."],
  ["no test ran", closing({ tests: 0 }), "No test ran."],
  ["the runner said nothing", "echo nothing", "No test ran."],
  ["a test printed such a line itself", `echo 'ℹ skipped 0'\n${closing({ skipped: 1 })}`, "3 tests skipped."],
] as const) {
  test(`.ci/run fails where ${what}`, async () => {
    const { status, stderr } = await verdict(npm);
    assert.deepEqual([status, stderr], [1, `${line}\n`]);
  });
}

test(".ci/run stops what takes too long by a signal, and shows what it still says", async () => {
  const hanging = `trap 'kill "$nap"; echo stopping; exit 0' TERM\nsleep 300 & nap=$!\nwait "$nap"`;
  const { status, stdout, stderr } = await verdict(`${closing({})}\n${hanging}`, {
    env: { CI_RUN_LIMIT: "1" },
  });
  assert.deepEqual([status, stderr], [1, "Stopped: it took over 1 s.\n"]);
  assert.match(stdout, /stopping\n/);
});

test(".ci/run counts the time of all scripts together", async () => {
  const late = `trap 'kill "$nap"; exit 0' TERM\necho "ran $*"\n${closing({})}\nsleep 2 & nap=$!\nwait "$nap"`;
  const { status, stdout, stderr } = await verdict(late, { env: { CI_RUN_LIMIT: "3" } });
  assert.deepEqual([status, stderr], [1, "Stopped: it took over 3 s.\n"]);
  assert.deepEqual(stdout.match(/^ran .*$/gm), ["ran run test", "ran run test:browser"]);
});

test(".ci/run hands a signal on and starts no other script", async () => {
  const child = start(`${closing({})}\necho hanging\nexec sleep 300`);
  const end = ended(child);
  for await (const line of createInterface({ input: child.stdout })) if (line === "hanging") break;
  child.kill("SIGTERM");
  const { status, stderr } = await end;
  assert.deepEqual([status, stderr], [1, "Stopped by a signal.\n"]);
});

const aptGet = `echo "apt-get $*" >>"$LOG"
  case "$*" in download*) echo > prometheus_1.deb;; esac`;

test(".ci/run installs what is missing by apt-get, of Prometheus the one program", async () => {
  const log = join(temporaryFolder(), "log");
  const commands = {
    "apt-get": aptGet,
    id: "echo 0",
    "dpkg-deb": `mkdir -p usr/bin && printf '#!/bin/sh\\necho checked' >usr/bin/promtool && chmod +x usr/bin/promtool && tar -c ./usr`,
    mkdir: 'exec /bin/mkdir "$@"',
    chmod: 'exec /bin/chmod "$@"',
  };
  const { status, stdout, stderr } = await verdict(`promtool\n${closing({})}`, {
    env: { LOG: log },
    commands,
  });
  assert.deepEqual([status, stderr], [0, ""], stdout);
  assert.match(stdout, /^Installing chromium systemd prometheus \(apt-get\)\n/);
  assert.equal(stdout.match(/^checked$/gm)?.length, 3);
  assert.deepEqual(readFileSync(log, "utf8").split("\n"), [
    "apt-get update -qq",
    "apt-get install -qq --no-install-recommends chromium",
    "apt-get install -qq --no-install-recommends systemd",
    "apt-get download -qq prometheus",
    "",
  ]);
});

test(".ci/run installs nothing where all is there, under any of Chromium's names", async () => {
  const { chromium, ...others } = complete;
  const failing = { "apt-get": "exit 9" };
  for (const machine of [
    { commands: { ...complete, ...failing } },
    ...chromiumNames.map((name) => ({ commands: { ...others, ...failing, [name]: String(chromium) } })),
    { commands: { ...others, ...failing }, env: { CHROMIUM: "/opt/chromium" } },
  ]) {
    const { status, stdout } = await verdict(closing({}), machine);
    assert.equal(status, 0, stdout);
    assert.doesNotMatch(stdout, /Installing/);
  }
});

test(".ci/run fails before the tests where there is no Chromium and no apt-get, or that fails", async () => {
  const { chromium: _, ...others } = complete;
  const without = await verdict("echo ran", { commands: others });
  assert.equal(without.status, 1);
  assert.match(
    without.stdout,
    /^The tests need chromium, and there is no apt-get to install that\.\nTotal: \d+ s\n$/,
  );
  const failing = { ...others, id: "echo 0", "apt-get": "echo 'E: no network' >&2; exit 100" };
  const failed = await verdict("echo ran", { commands: failing });
  assert.equal(failed.status, 100);
  assert.match(failed.stdout, /^Installing chromium \(apt-get\)\nE: no network\nTotal: \d+ s\n$/);
});
