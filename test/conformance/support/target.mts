import {
  CreateStageCommand,
  DeletePublicKeyCommand,
  DeleteStageCommand,
  GetStageCommand,
  ImportPublicKeyCommand,
  IVSRealTimeClient,
} from "@aws-sdk/client-ivs-realtime";
import { startEmulator } from "ivs-realtime-emulator";
import { joined } from "../../support/emulators.mts";
import { cleanEnvironment } from "../../support/environment.mts";
import { publicPem } from "../../support/signed.mts";

/** CONFORMANCE_AWS=1 sends every case to real AWS instead. That has never been done yet. */
export const onAws = process.env.CONFORMANCE_AWS === "1";

/** Where the cases go: the emulator, or AWS with the credentials and AWS_REGION of the environment. */
export interface Target {
  readonly endpoint: string | null;
  readonly region: string;
  readonly env: NodeJS.ProcessEnv;
  /** Creates a stage that is deleted when the tests are over. */
  stage(): Promise<string>;
  /** Lets a new participant join and returns its ID. Cases that need one are skipped on AWS. */
  joined(stageArn: string): Promise<string>;
  /** Imports a public key that is deleted when the tests are over. */
  publicKey(): Promise<string>;
  /** Lets a participant join where there is none and returns the stage's session. */
  session(stageArn: string): Promise<string>;
  /** Deletes what a case created when the tests are over. */
  deleteLater(arn: string): void;
  close(): Promise<void>;
}

export async function target(): Promise<Target> {
  const emulator = onAws ? undefined : await startEmulator();
  const region = onAws ? process.env.AWS_REGION : "us-west-2";
  if (region === undefined) throw new Error("CONFORMANCE_AWS=1 needs AWS_REGION");
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new IVSRealTimeClient({ region, ...(emulator && { endpoint: emulator.url, credentials }) });
  const made: string[] = [];
  async function join(stageArn: string): Promise<string> {
    if (emulator === undefined) throw new Error("Nobody can join a stage on AWS from here");
    return joined(emulator, stageArn);
  }
  return {
    endpoint: emulator?.url ?? null,
    region,
    env: onAws ? process.env : isolated(),
    async stage() {
      const { stage } = await client.send(new CreateStageCommand({ name: "conformance" }));
      made.push(String(stage?.arn));
      return String(stage?.arn);
    },
    async publicKey() {
      const { publicKey } = await client.send(new ImportPublicKeyCommand({ publicKeyMaterial: publicPem() }));
      made.push(String(publicKey?.arn));
      return String(publicKey?.arn);
    },
    joined: join,
    async session(arn) {
      const { stage } = await client.send(new GetStageCommand({ arn }));
      if (stage?.activeSessionId !== undefined) return stage.activeSessionId;
      await join(arn);
      const joined = await client.send(new GetStageCommand({ arn }));
      return String(joined.stage?.activeSessionId);
    },
    deleteLater: (arn) => made.push(arn),
    async close() {
      for (const arn of made) await client.send(deleting(arn)).catch(gone);
      await emulator?.close();
    },
  };
}

function deleting(arn: string) {
  return arn.includes(":public-key/") ? new DeletePublicKeyCommand({ arn }) : new DeleteStageCommand({ arn });
}

function gone(error: Error): void {
  if (error.name !== "ResourceNotFoundException") throw error;
}

/** An environment for AWS's own clients that has the emulator's credentials and nothing of this machine's. */
export function isolated(): NodeJS.ProcessEnv {
  return cleanEnvironment({
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-west-2",
    AWS_DEFAULT_REGION: "us-west-2",
    AWS_MAX_ATTEMPTS: "1",
    NO_PROXY: "127.0.0.1",
    PYTHONDONTWRITEBYTECODE: "1",
  });
}
