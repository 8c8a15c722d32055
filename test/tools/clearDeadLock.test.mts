import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { clearDeadLock } from "../../tools/stack/clearDeadLock.mjs";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { fakeCommand } from "./support/copyOfRepository.mts";

// More than any process can have.
const dead = { pid: 2 ** 30, hostname: hostname() };

/** Whether `pulumi cancel` runs where a stack has these lock files. */
function cancels(t: TestContext, ...locks: string[]): boolean {
  t.mock.method(console, "error", () => {});
  const root = temporaryFolder();
  const folder = join(root, ".state/backend/.pulumi/locks/organization/ivs-realtime-quickstart/local");
  mkdirSync(folder, { recursive: true });
  for (const [index, lock] of locks.entries()) writeFileSync(join(folder, `${index}.json`), lock);
  fakeCommand(root, "pulumi", `[ "$1" = cancel ] && echo > '${root}/cancelled'`);
  clearDeadLock(root, "local", { PATH: `${root}:${process.env.PATH}` });
  return existsSync(join(root, "cancelled"));
}

test("the lock of a dead process of this machine is taken away", (t) => {
  assert.equal(cancels(t, JSON.stringify(dead)), true);
});

test("a lock stays while a process lives, on another machine, or can't be read", (t) => {
  assert.equal(cancels(t), false);
  assert.equal(cancels(t, JSON.stringify({ ...dead, pid: process.pid })), false);
  assert.equal(cancels(t, JSON.stringify({ ...dead, hostname: "elsewhere" })), false);
  for (const broken of ["", '{"pid": 1', "null"])
    assert.equal(cancels(t, JSON.stringify(dead), broken), false);
});
