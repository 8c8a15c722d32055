import assert from "node:assert/strict";
import { test } from "node:test";
import { encrypted, exportOf, type Outputs, statusOf, token } from "./support/status.mts";

const at = { now: "2031-05-01T08:00:00Z" };
const [first, later] = [{ created: "2031-05-01T00:00:01Z" }, { created: "2031-05-01T00:00:02Z" }];
const lineOfMade = /^Pulumi lists creates as pending that a later up has made good: (.*)\. To end that: /m;
const lineOfKept =
  /^An up that was to replace (.*) was interrupted, and nothing was replaced\. The next up does/m;

/** An export of these resources, of which an interrupted `up` lists these as pending. */
function interrupted(pending: unknown, ...resources: readonly Outputs[]): string {
  const exported = JSON.parse(exportOf(...resources));
  return JSON.stringify({ deployment: { ...exported.deployment, pending_operations: pending } });
}

const creating = (resource: Outputs | null) => ({ resource, type: "creating" });

const host = token("host", {}, first);
const bot = (name: string, uses: Outputs, more: Outputs = {}) => ({
  urn: `urn:pulumi:prod::show::test:Bot::${name}`,
  type: "test:Bot",
  propertyDependencies: { token: [uses.urn] },
  ...more,
});

async function found(text: string) {
  const { stdout, status } = await statusOf(text, ["--json"], at);
  const { tokens, pendingCreates = [] } = JSON.parse(stdout);
  return {
    status,
    states: tokens.map(({ name, state }: Outputs) => `${name} ${state}`),
    pending: pendingCreates.map(({ name, state }: Outputs) => `${name} ${state}`),
    table: (await statusOf(text, [], at)).stdout,
  };
}

test("a token whose creation was interrupted is due, by its inputs, until the state holds it", async () => {
  const { urn, type } = token("new");
  const create = { urn, type, inputs: { userId: encrypted, autoRotate: false, capabilities: ["PUBLISH"] } };
  for (const text of [interrupted([creating(create)]), interrupted([creating(create)], host)]) {
    const { status, states, pending, table } = await found(text);
    assert.deepEqual([status, states[0], pending], [3, "new due", ["new due"]]);
    assert.match(table, /^new +\[secret\] +- +PUBLISH +- +- +never +due$/m);
    assert.match(
      table,
      /^new: the up that creates it did not finish: the next up creates it\. If the program no longer/m,
    );
  }
  const alone = await found(JSON.stringify({ deployment: { pending_operations: [creating(create)] } }));
  assert.match(alone.table, /^Stack prod of project show\n/);

  const made = await found(interrupted([creating(create)], token("new", {}, later)));
  assert.deepEqual([made.status, made.states, made.pending], [0, ["new fresh"], ["new made"]]);
  assert.equal(made.table.match(lineOfMade)?.[1], "new");
  assert.match(made.table, /refresh --clear-pending-creates/);
});

test("one that was to be replaced isn't due for that: the program may have been changed back", async () => {
  const { status, states, pending, table } = await found(interrupted([creating(host)], host));
  assert.deepEqual([status, states, pending], [0, ["host fresh"], ["host kept"]]);
  assert.equal(table.match(lineOfKept)?.[1], "host");
  const done = await found(interrupted([creating(host)], { ...host, ...later }));
  assert.deepEqual([done.status, done.pending], [0, ["host made"]]);
  const deleted = await found(interrupted([creating(host)], { ...host, pendingReplacement: true }));
  assert.deepEqual([deleted.status, deleted.pending], [3, ["host due"]]);
  // The last of two interruptions is listed first.
  const twice = await found(interrupted([creating(host), creating({ ...host, created: undefined })], host));
  assert.deepEqual(twice.pending, ["host kept"]);
});

test("what uses a token, by a property, by dependsOn or through others, makes it due until it is there", async () => {
  const direct = bot("direct", host);
  const waits = { ...bot("waits", host), propertyDependencies: {}, dependencies: [host.urn] };
  const between = bot("between", host, later);
  const further = bot("further", between);
  for (const create of [direct, waits, further]) {
    const text = interrupted([creating(create)], host, token("other"), between);
    const { status, states, table } = await found(text);
    assert.deepEqual([status, states], [3, ["host due", "other fresh"]]);
    const name = create.urn.split("::").at(-1);
    assert.match(
      table,
      new RegExp(`^host: the up that creates ${name} with it did not finish: the next`, "m"),
    );
    const made = await found(interrupted([creating(create)], host, between, { ...create, ...later }));
    assert.deepEqual([made.status, made.pending], [0, [`${name} made`]]);
  }
  const stranger = { ...bot("stranger", host), propertyDependencies: {} };
  const { status, pending } = await found(interrupted([creating(stranger)], host));
  assert.deepEqual([status, pending], [0, []]);
});

test("what was deleted before its replacement failed makes the token due that it uses", async () => {
  const { status, states } = await found(exportOf(host, bot("bot", host, { pendingReplacement: true })));
  assert.deepEqual([status, states], [3, ["host due"]]);
});

test("a token whose times are secret is due all the same where an up left something undone", async () => {
  const hidden = token("host", { expirationTime: encrypted }, first);
  assert.deepEqual((await found(exportOf(hidden))).states, ["host unknown"]);
  const { status, states } = await found(interrupted([creating(bot("bot", hidden))], hidden));
  assert.deepEqual([status, states], [3, ["host due"]]);
});

test("other operations, and lists of another form, count for nothing", async () => {
  const { urn, type } = token("new");
  for (const operation of ["updating", "deleting", "reading", "importing"]) {
    assert.equal((await found(interrupted([{ resource: { urn, type }, type: operation }], host))).status, 0);
  }
  for (const odd of [null, {}, 7, [null, 1, creating(null), { type: "creating" }, creating({ urn: 1 })]]) {
    assert.equal((await found(interrupted(odd, host))).status, 0);
  }
  const loose = bot("loose", host, {
    propertyDependencies: { a: null, b: [null, 1, {}] },
    dependencies: "x",
  });
  assert.deepEqual((await found(interrupted([creating({ urn, type }), creating(loose)], host))).pending, [
    "new due",
  ]);
});
