import { devNull } from "node:os";
import { CreateStageCommand, DeleteStageCommand, IVSRealTimeClient } from "@aws-sdk/client-ivs-realtime";
import { startEmulator } from "pulumi-ivs-realtime/emulator";
import { joined } from "../../support/joined.mts";

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
  /** Deletes a stage that a case created when the tests are over. */
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
  return {
    endpoint: emulator?.url ?? null,
    region,
    env: onAws ? process.env : isolated(),
    async stage() {
      const { stage } = await client.send(new CreateStageCommand({ name: "conformance" }));
      made.push(String(stage?.arn));
      return String(stage?.arn);
    },
    async joined(stageArn) {
      if (emulator === undefined) throw new Error("Nobody can join a stage on AWS from here");
      return joined(emulator, stageArn);
    },
    deleteLater: (arn) => made.push(arn),
    async close() {
      for (const arn of made) await client.send(new DeleteStageCommand({ arn })).catch(gone);
      await emulator?.close();
    },
  };
}

function gone(error: Error): void {
  if (error.name !== "ResourceNotFoundException") throw error;
}

/** Nothing of the machine's own AWS settings, and no look for credentials on the network. */
function isolated(): NodeJS.ProcessEnv {
  const { PATH, HOME, SYSTEMROOT } = process.env;
  return {
    PATH,
    HOME,
    SYSTEMROOT,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-west-2",
    AWS_DEFAULT_REGION: "us-west-2",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
    NO_PROXY: "127.0.0.1",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}
