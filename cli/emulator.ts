import type { Command } from "commander";
import type { Emulator } from "../emulator/emulator.js";
import { emulatorBanner } from "./emulatorBanner.js";
import { listenFailure } from "./listenFailure.js";
import { stopSignal } from "./stopSignal.js";

interface EmulatorFlags {
  readonly port: number;
  readonly host: string;
  readonly stage?: readonly string[];
}

/** `pulumi-ivs-realtime emulator`: serves a local IVS Real-Time until it is told to stop. */
export function emulator(command: Command): void {
  command
    .description("Start a local IVS Real-Time for tests and for trying things out")
    .option("--port <number>", "TCP port, 0 for a free one", (text) => port(command, text), 4599)
    .option("--host <address>", "address to listen at", "127.0.0.1")
    .option(
      "--stage <arn...>",
      "stage that exists from the start (default: the one of the AWS CLI's examples)",
    )
    .action((flags: EmulatorFlags) => serve(command, flags));
}

async function serve(command: Command, flags: EmulatorFlags): Promise<void> {
  // Whoever reads the output may go away first; the emulator goes on without a reader.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const stopped = stopSignal();
  const stages = await stageArns(command, flags);
  const running = await start(flags, stages);
  if (running === undefined) return;
  process.stdout.write(emulatorBanner(running.url, stages));
  await stopped;
  await running.close();
}

async function start(
  { port, host }: EmulatorFlags,
  stages: readonly string[],
): Promise<Emulator | undefined> {
  const { startEmulator } = await import("../emulator/startEmulator.js");
  try {
    return await startEmulator({ port, host, stages, log: (line) => process.stdout.write(`${line}\n`) });
  } catch (error) {
    process.stderr.write(`error: ${listenFailure(error as NodeJS.ErrnoException, host, port)}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

async function stageArns(command: Command, { stage }: EmulatorFlags): Promise<readonly string[]> {
  const { assertStageArn } = await import("../emulator/assertStageArn.js");
  const { exampleStage } = await import("../emulator/exampleStage.js");
  const arns = stage ?? [exampleStage];
  try {
    for (const arn of arns) assertStageArn(arn);
  } catch (error) {
    command.error(`error: option '--stage <arn...>': ${(error as Error).message}`);
  }
  return arns;
}

function port(command: Command, text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65535))
    command.error(`error: option '--port <number>': '${text}' is not a number from 0 to 65535`);
  return number;
}
