import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { openScene, type Scene } from "../../test/support/scene.mts";
import type { Stack } from "../../test/support/stack.mts";
import type { Row } from "../run/row.mts";
import type { Run } from "../run/run.mts";
import { type Door, openDoor } from "./door.mts";

/** A token as the emulator minted it. */
export interface Mint {
  readonly token: string;
  readonly expires: string;
}

/** Where one part plays: a scene with a door before its emulator, and canaries that nothing may leave in plain. */
export class World {
  readonly scene: Scene;
  readonly door: Door;
  /** Each token that was minted, by its participant, in order. */
  readonly mints = new Map<string, Mint>();
  readonly #name: string;
  readonly #unrelated: string;

  constructor(name: string, scene: Scene, door: Door) {
    this.#name = name;
    this.scene = scene;
    this.door = door;
    this.#unrelated = scene.secret("CANARY_CONFIG", canary("config"));
    scene.secret("CANARY_ATTRIBUTE", canary("attribute"));
    scene.emulator.fault({
      operation: "CreateParticipantToken",
      rewrite: (body) => {
        this.#see(body.participantToken as { participantId: string; token: string; expirationTime: string });
        return body;
      },
    });
  }

  #see({
    participantId,
    token,
    expirationTime,
  }: {
    participantId: string;
    token: string;
    expirationTime: string;
  }) {
    this.mints.set(participantId, { token, expires: expirationTime });
  }

  /** A project with one stack, with a secret in its config that has nothing to do with tokens. */
  async stack(project: string, program = ""): Promise<Stack> {
    const stack = await this.scene.stack(project, program);
    await stack.configureSecrets({ "unrelated:password": this.#unrelated });
    return stack;
  }

  /** Lets time go by as on the machine, for what waits for real. */
  realTime(): () => void {
    const follow = () => this.scene.clock.set(new Date().toISOString());
    follow();
    const timer = setInterval(follow, 100);
    return () => clearInterval(timer);
  }

  /** Looks for the canaries and for every token that was minted in all that was left. */
  async scan(): Promise<Row> {
    const { all } = this.scene.folders;
    const found = await this.scene.leaks();
    const files = (await readdir(all, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const secrets = `${this.mints.size} tokens and 3 canaries`;
    return {
      tried: `${this.#name}: ${secrets}, looked for in every file that was left`,
      times: files.length,
      held: files.length - new Set(found.map((line) => line.split(", byte ")[0])).size,
      ways: { "not found": files.length - found.length },
      failures: found.map((why) => ({ id: this.#name, why: `in plain: ${why}` })),
    };
  }
}

const canary = (name: string) => `canary-${name}-${randomBytes(8).toString("hex")}`;

/** Opens the world of a part. It is gone when the run is over. */
export async function openWorld(run: Run, name: string, environment: NodeJS.ProcessEnv = {}): Promise<World> {
  const door = await openDoor();
  run.after(() => door.close());
  const key = canary("key");
  const scene = await openScene(
    `torture-${name}-${process.pid}`,
    {
      environment: { AWS_ENDPOINT_URL_IVS_REALTIME: door.url, AWS_SECRET_ACCESS_KEY: key, ...environment },
      credentials: { accessKeyId: "test", secretAccessKey: key },
    },
    // The scan of a part is a row of the table, and no end of the run.
    { after: () => {} },
  );
  run.after(() => rmSync(scene.folders.all, { recursive: true, force: true, maxRetries: 3 }));
  run.after(() => scene.emulator.close());
  scene.secret("CANARY_KEY", key);
  door.target = scene.emulator.url;
  return new World(name, scene, door);
}
