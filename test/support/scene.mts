import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after } from "node:test";
import { type Emulator, type EmulatorOptions, startEmulator } from "pulumi-ivs-realtime/emulator";
import { clockAt } from "./clock.mts";
import { findSecrets } from "./findSecrets.mts";
import { type Journal, openJournal } from "./journal.mts";
import { pulumiEnvironment } from "./pulumiEnvironment.mts";
import { Stack } from "./stack.mts";

const work = join(import.meta.dirname, "..", "..", ".work", "engine");

/** When every scene starts: far from the machine's own time, so that whoever asks that clock shows. */
export const start = "2031-05-01T00:00:00Z";

/** The stage that every scene has. */
export const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

/** What the tests of one file play in. */
export interface Scene {
  readonly folder: string;
  readonly backend: string;
  readonly emulator: Emulator;
  readonly clock: ReturnType<typeof clockAt>;
  /** What the emulator answered (`"wire GetStage 200"`) and what witnesses did, in order. */
  readonly journal: Journal;
  /** The tokens that the emulator minted, in order. */
  readonly tokens: readonly string[];
  /** Makes a text one of those that no run may leave behind. Programs find it in the environment by its name. */
  secret(name: string, text: string): string;
  stack(project: string, program: string): Promise<Stack>;
  environment(): NodeJS.ProcessEnv;
  /** The path, without an extension, for what the next run printed. */
  nextRecord(project: string, verb: string): string;
}

/**
 * Opens a scene: an emulator, a clock and a backend of its own. When the file's tests have ended it closes, and
 * fails if a token that was minted, or another secret, lies in plain in anything that the runs left behind: state,
 * its backups and history, logs, what was printed, events, plans.
 */
export async function openScene(
  name: string,
  { stages = [], ...options }: Pick<EmulatorOptions, "stages" | "credentials"> = {},
): Promise<Scene> {
  const folder = join(work, name);
  await rm(folder, { recursive: true, force: true });
  const [home, backend, temporary, records] = await Promise.all(
    ["home", "backend", "tmp", "records"].map(async (part) => {
      await mkdir(join(folder, part), { recursive: true });
      return join(folder, part);
    }) as [Promise<string>, Promise<string>, Promise<string>, Promise<string>],
  );
  const clock = clockAt(start);
  const journal = openJournal(join(folder, "journal"));
  const log = (line: string) => journal.write(`wire ${line.replace(/ \d+ ms$/, "")}`);
  const emulator = await startEmulator({ clock, log, stages: [stageArn, ...stages], ...options });
  const [tokens, secrets] = [[] as string[], new Map<string, string>()];
  const secret = (called: string, text: string) => {
    secrets.set(called, text);
    return text;
  };
  emulator.fault({
    operation: "CreateParticipantToken",
    rewrite(body) {
      const { token } = body.participantToken as { token: string };
      const count = tokens.push(token);
      const [, payload, signature] = token.split(".") as [string, string, string];
      secret(`TOKEN_${count}_PAYLOAD`, payload);
      secret(`TOKEN_${count}_SIGNATURE`, signature);
      return body;
    },
  });
  let recorded = 0;
  const scene: Scene = {
    folder,
    backend: join(backend, ".pulumi", "stacks"),
    emulator,
    clock,
    journal,
    tokens,
    secret,
    stack: (project, program) => Stack.create(scene, project, program),
    environment: () => ({
      ...pulumiEnvironment({ home, backend, temporary }, clock()),
      ...Object.fromEntries(secrets),
      JOURNAL: journal.path,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_IVS_REALTIME: emulator.url,
    }),
    nextRecord(project, verb) {
      recorded += 1;
      return join(records, `${String(recorded).padStart(3, "0")}-${project}-${verb}`);
    },
  };
  after(async () => {
    await emulator.close();
    assert.deepEqual(await findSecrets(folder, secrets), []);
  });
  return scene;
}
