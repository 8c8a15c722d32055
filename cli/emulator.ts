import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Emulator } from "../emulator/startEmulator.js";
import { emulatorBanner } from "./emulatorBanner.js";
import { failed } from "./output.js";

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
    .option("--quotas", "hold calls, stages and public keys to the quotas of the service")
    .option("--tls", "serve HTTPS, with a certificate that is made at start")
    .option("--certificate <file>", "with --tls: write the certificate there (PEM), for clients to trust")
    .action((flags: EmulatorFlags) => serve(command, flags));
}

async function serve(command: Command, flags: EmulatorFlags): Promise<void> {
  // Whoever reads the output may go away first; the emulator goes on without a reader.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const stopped = stopSignal();
  const stages = await stageArns(command, flags);
  if (flags.certificate !== undefined && !flags.tls) {
    command.error("error: option '--certificate <file>' needs '--tls': without it there is no certificate");
  }
  const running = await start(flags, stages);
  if (running === undefined) return;
  try {
    const certificate = await written(running, flags);
    process.stdout.write(emulatorBanner({ url: running.url, stages, certificate }));
    await stopped;
  } catch (error) {
    failed((error as Error).message);
  }
  await running.close();
}

async function start(
  { port, host, quotas = false, tls = false }: EmulatorFlags,
  stages: readonly string[],
): Promise<Emulator | undefined> {
  const { startEmulator } = await import("../emulator/startEmulator.js");
  try {
    const log = (line: string) => process.stdout.write(`${line}\n`);
    return await startEmulator({ port, host, stages, quotas, tls, log });
  } catch (error) {
    failed(listenFailure(error as NodeJS.ErrnoException, host, port));
    return undefined;
  }
}

async function written({ certificate }: Emulator, { certificate: file }: EmulatorFlags) {
  return certificate && file !== undefined ? writeCertificate(file, certificate) : undefined;
}

async function stageArns(command: Command, { stage }: EmulatorFlags): Promise<readonly string[]> {
  const { assertStageArn } = await import("../emulator/exampleStage.js");
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

/** The options of `pulumi-ivs-realtime emulator`. */
interface EmulatorFlags {
  readonly port: number;
  readonly host: string;
  readonly stage?: readonly string[];
  readonly quotas?: boolean;
  readonly tls?: boolean;
  readonly certificate?: string;
}

/** Why the emulator couldn't listen, and what to do about it. */
function listenFailure({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} of ${host} is in use. Stop what listens there, or take another port with --port (0 for a free one).`;
    case "EACCES":
      return `port ${port} may not be used by this user. Take one from 1024 up with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is not an address of this machine. Leave --host out to listen at 127.0.0.1.`;
    default:
      return `the emulator could not listen at ${host} port ${port}: ${message}`;
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Waits for the first signal that asks the process to stop. A second one ends it at once, as by default. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}

/** Writes the certificate, which is public, where it is asked for. Returns the whole path. */
async function writeCertificate(file: string, certificate: string): Promise<string> {
  const path = resolve(file);
  await writeFile(path, certificate, { mode: 0o644 }).catch((error: Error) => {
    throw new Error(`the certificate could not be written: ${error.message}`);
  });
  return path;
}
