import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after } from "node:test";
import { runAws } from "../../conformance/support/clients.mts";
import { bounded } from "../processes.mts";
import { openScene, type Scene } from "../scene.mts";
import { startMoto } from "../sts.mts";
import { startAwsPlugin } from "./server.mts";

/** A scene with an AWS beside IVS: moto, and a stand-in for pulumi-resource-aws before it. */
export interface AwsScene {
  readonly scene: Scene;
  /** The region of the stack's `aws:region`. */
  readonly region: string;
  /** Where moto listens. */
  readonly url: string;
  /** What leads the AWS CLI to moto. */
  readonly cliEnvironment: NodeJS.ProcessEnv;
  /** What the AWS CLI answers. */
  cli(args: readonly string[]): Promise<unknown>;
  /** The last ZIP file that was made of a folder of that project. */
  packed(project: string): string;
  /** Called after each call that changed something in moto, before anything else happens. */
  watch(onChange: (operation: string) => Promise<void>): void;
}

const region = "us-west-2";

/** Opens a scene whose journal has a line `"aws PutSecretValue"` for each call that changed something in moto. */
export async function openAwsScene(name: string): Promise<AwsScene> {
  const python = String(process.env.CONFORMANCE_PYTHON);
  const environment: NodeJS.ProcessEnv = {};
  const moto = await startMoto(python);
  let plugin: Awaited<ReturnType<typeof startAwsPlugin>> | undefined;
  // Before the scene's own, which throws if it finds a secret: what comes after that isn't run.
  after(async () => {
    plugin?.close();
    await moto.close();
  });
  const scene = await openScene(name, { environment });
  const packed = (project: string) => join(scene.folders.temporary, `${project}.zip`);
  let watcher = async (_operation: string): Promise<void> => {};
  plugin = await startAwsPlugin({
    url: moto.url,
    ivsUrl: scene.emulator.url,
    now: scene.clock,
    async onChange(operation, error) {
      scene.journal.write(["aws", operation, ...(error === undefined ? [] : [error])].join(" "));
      await watcher(operation);
    },
    async zip(project, path) {
      // Outside of Pulumi only the project's folder tells what a relative path means.
      const folder = join(scene.folders.all, "programs", project, path);
      const zip = packed(project);
      const { status, stderr } = await bounded(python, ["-m", "zipfile", "-c", zip, "."], {
        cwd: folder,
        env: {},
      });
      if (status !== 0) throw new Error(stderr);
      return readFile(zip);
    },
  });
  Object.assign(environment, plugin.environment);
  return {
    scene,
    region,
    url: moto.url,
    packed,
    cliEnvironment: cliEnvironment(moto.url),
    cli: (args) => cli(args, moto.url),
    watch(onChange) {
      watcher = onChange;
    },
  };
}

function cliEnvironment(url: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

async function cli(args: readonly string[], url: string): Promise<unknown> {
  const run = { args: [...args, "--output", "json"], env: cliEnvironment(url) };
  const { status, stdout, stderr } = await runAws(run);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim() === "" ? {} : JSON.parse(stdout);
}
