import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import type { Emulator } from "ivs-realtime-emulator";
import { errors } from "../../emulator/dist/model/errors.js";
import type { Rule } from "../../emulator/dist/model/rule.js";
import { violations } from "../../emulator/dist/model/validate.js";
import { operations } from "../../emulator/dist/operations/index.js";
import { joined, stageArn, startEmulatorFor } from "../support/emulators.mts";
import { post, publicPem } from "../support/signed.mts";
import { outside, runPython } from "./support/clients.mts";

interface ModelledOperation {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly input: Rule;
  readonly output: Rule;
  readonly errors: Readonly<Record<string, number>>;
}

type OperationName = keyof typeof operations;
const names = Object.keys(operations) as OperationName[];

/** Good input for each operation. */
const inputs: Readonly<Record<OperationName, (emulator: Emulator) => object>> = {
  CreateParticipantToken: () => ({
    stageArn,
    userId: "bob",
    attributes: { a: "b" },
    duration: 1,
    capabilities: ["PUBLISH"],
  }),
  CreateStage: () => ({ name: "s", tags: { a: "b" }, participantTokenConfigurations: [{ userId: "bob" }] }),
  DeleteStage: () => ({ arn: stageArn }),
  DisconnectParticipant: async (emulator) => ({ stageArn, participantId: await joined(emulator) }),
  GetStage: () => ({ arn: stageArn }),
  ListStages: () => ({}),
  ImportPublicKey: () => ({ publicKeyMaterial: publicPem(), name: "k", tags: { a: "b" } }),
  GetPublicKey: async (emulator) => ({ arn: await imported(emulator) }),
  ListPublicKeys: async (emulator) => {
    await imported(emulator);
    return {};
  },
  DeletePublicKey: async (emulator) => ({ arn: await imported(emulator) }),
  ListParticipants: async (emulator) => {
    await joined(emulator);
    return { stageArn, sessionId: await session(emulator), filterByState: "CONNECTED" };
  },
  GetParticipant: async (emulator) => {
    const participantId = await joined(emulator);
    return { stageArn, sessionId: await session(emulator), participantId };
  },
  UpdateStage: () => ({ arn: stageArn, name: "s" }),
};

async function imported({ url }: Emulator): Promise<string> {
  const { body } = await post(url, "ImportPublicKey", { publicKeyMaterial: publicPem() });
  return (body.publicKey as { arn: string }).arn;
}

async function session({ url }: Emulator): Promise<string> {
  const { body } = await post(url, "GetStage", { arn: stageArn });
  return (body.stage as { activeSessionId: string }).activeSessionId;
}

/** What the emulator adds to the model: the limit on attributes that the documentation has in prose only. */
function withoutProse(rule: unknown): unknown {
  return JSON.parse(JSON.stringify(rule, (key, value) => (key === "maxBytes" ? undefined : value)));
}

function unmodelled(rule: Rule, value: unknown, path = ""): string[] {
  if (rule.type === "list")
    return (value as unknown[]).flatMap((item) => unmodelled(rule.member, item, `${path}/*`));
  if (rule.type !== "structure") return [];
  return Object.entries(value as object).flatMap(([name, item]) => {
    const member = rule.members[name];
    return member === undefined ? [`${path}/${name}`] : unmodelled(member, item, `${path}/${name}`);
  });
}

const readme = readFileSync(join(import.meta.dirname, "..", "..", "emulator", "README.md"), "utf8");

/** The operations that a column of the README's tables names: those before or after "Not offered". */
function named(offered: boolean): string[] {
  const [before = "", after = ""] = readme.split("| Not offered");
  return (offered ? before : (after.split("\n\n")[0] ?? "")).match(/\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b/g) ?? [];
}

async function modelled(args: readonly string[]) {
  const { status, stdout, stderr } = await runPython("model.py", { args, env: process.env });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

outside("the service model of botocore", {}, () => {
  let model: Readonly<Record<string, ModelledOperation>> = {};

  before(async () => {
    model = await modelled(names);
  });

  test("has no operation that the README names neither as offered nor as not offered", async () => {
    assert.deepEqual(named(true).sort(), [...names].sort());
    assert.deepEqual([...names, ...named(false)].sort(), (await modelled([])).sort());
  });

  for (const name of names) {
    test(`has the rules that the emulator has for ${name}`, () => {
      assert.deepEqual(withoutProse(operations[name].input), model[name]?.input);
    });

    test(`has the errors and statuses that the emulator has for ${name}`, () => {
      const own = operations[name].errors.map((error) => [error, errors.modelled[error]]);
      assert.deepEqual(Object.fromEntries(own), model[name]?.errors);
    });

    test(`has ${name} at the same place`, () => {
      const { method, path, status } = model[name] ?? {};
      assert.deepEqual([method, path, status], ["POST", `/${name}`, 200]);
    });

    test(`allows what the emulator answers to ${name}`, async (t) => {
      const emulator = await startEmulatorFor(t);
      const { status, body } = await post(emulator.url, name, await inputs[name](emulator));
      const output = model[name]?.output;
      assert.ok(status === 200 && output);
      assert.deepEqual(unmodelled(output, body), []);
      assert.deepEqual(violations(output, body), []);
    });
  }
});
