import assert from "node:assert/strict";
import { test } from "node:test";
import type { IvsClient } from "../../dist/provider/client/ivsClient.js";
import { IvsError } from "../../dist/provider/failures/ivsError.js";
import { completeInputs, readInputs } from "../../dist/provider/token/inputs.js";
import { readState } from "../../dist/provider/token/state.js";
import { check } from "../../dist/provider/verbs/check.js";
import { create } from "../../dist/provider/verbs/create.js";
import { deleteToken } from "../../dist/provider/verbs/delete.js";
import { diff } from "../../dist/provider/verbs/diff.js";
import { createMemory, type Host } from "../../dist/provider/verbs/host.js";
import { read } from "../../dist/provider/verbs/read.js";
import { update } from "../../dist/provider/verbs/update.js";

/** What an engine passes with each call to a provider that isn't a dynamic one. */
interface Call {
  urn: string;
  name: string;
  id?: string;
  olds?: object;
  news?: object;
}

/** A provider over the same verbs that is given the URN and name of the resource with each call, as a plugin is. */
function createProvider(run: Omit<Host, "log">) {
  const lines: { urn: string; line: string }[] = [];
  const hostOf = ({ urn, name }: Call): Host => ({
    ...run,
    resourceName: name,
    log: (level, line) => void lines.push({ urn, line: `${level}: ${line}` }),
  });
  const state = ({ olds }: Call) => readState({ ...olds });
  const inputsOf = ({ news }: Call) => readInputs({ ...news }).inputs;
  return {
    lines,
    check: (call: Call) => check(hostOf(call), { ...call.news }),
    diff: (call: Call) => diff(hostOf(call), state(call), inputsOf(call)),
    create: (call: Call) => create(hostOf(call), completeInputs({ ...call.news })),
    read: (call: Call) => read(hostOf(call), state(call)),
    update: (call: Call) => update(state(call), inputsOf(call)),
    delete: (call: Call) => deleteToken(hostOf(call), call.id ?? "", state(call)),
  };
}

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const called = (name: string) => ({
  urn: `urn:pulumi:dev::show::ivs-realtime:index:ParticipantToken::${name}`,
  name,
});
const gone = async () => {
  const limits = { totalTimeout: 300, readTimeout: 60, connectTimeout: 60 };
  const facts = { operation: "GetStage", region: "us-west-2", identity: "the keys of a test", limits };
  throw new IvsError("notFound", { ...facts, name: "ResourceNotFoundException" });
};

test("another provider that knows URN and name runs the same verbs: the name is in its lines, the URN beside them", async () => {
  let now = new Date("2026-03-01T00:00:00Z");
  let stages = 0;
  const client: IvsClient = {
    createParticipantToken: async () => ({
      token: "a.secret.token",
      participantId: "P1",
      expirationTime: new Date("2026-03-01T12:00:00Z"),
      date: now,
      requestId: "R1",
      echo: { userId: "eve" },
    }),
    getStage: async () => {
      stages += 1;
      return gone();
    },
    disconnectParticipant: gone,
  };
  const provider = createProvider({
    clock: () => now,
    pause: async () => {},
    memoize: createMemory(),
    checkSettings: () => ({ problems: [], warnings: [] }),
    connect: async () => client,
  });
  const host = called("host");

  const { inputs, failures } = provider.check({ ...host, news: { stageArn, userId: "bob" } });
  assert.deepEqual(failures, []);
  assert.ok(!("__resourceName" in inputs));
  assert.deepEqual(
    provider.check({ ...host, news: { stageArn, autoRotate: 1 } }).failures[0]?.property,
    "autoRotate",
  );

  const { id, outs } = await provider.create({ ...host, news: inputs });
  const kept = provider.update({ ...host, olds: outs, news: { ...inputs, disconnectOnDelete: true } });
  assert.deepEqual(kept, { ...outs, disconnectOnDelete: true });
  assert.deepEqual(provider.diff({ ...host, olds: outs, news: inputs }), { changes: false });

  now = new Date("2026-03-01T09:00:00Z");
  const due = { changes: true, replaces: ["expirationTime"] };
  for (const _ of [1, 2]) assert.deepEqual(provider.diff({ ...host, olds: outs, news: inputs }), due);
  const guest = called("guest");
  assert.equal(await provider.read({ ...host, olds: outs }), false);
  assert.equal(await provider.read({ ...guest, olds: { ...outs, participantId: "P2" } }), false);
  assert.equal(stages, 1);
  await provider.delete({ ...host, id, olds: { ...outs, disconnectOnDelete: true } });

  const said: [typeof host, string, RegExp][] = [
    [host, "P1", /^warning: NAME: the service answered with another userId/],
    [host, "P1", /^info: NAME is due for rotation: it expires in 3 h/],
    [host, "P1", /^warning: NAME is dropped from the state/],
    [guest, "P2", /^warning: NAME is dropped from the state/],
    [host, "P1", /^warning: NAME is not live/],
  ];
  for (const [index, [{ urn, name }, participant, pattern]] of said.entries()) {
    const { urn: about, line = "" } = provider.lines[index] ?? {};
    assert.equal(about, urn);
    assert.match(line.replace(`ParticipantToken "${name}" (participant ${participant})`, "NAME"), pattern);
  }
  assert.equal(provider.lines.length, said.length);
});
