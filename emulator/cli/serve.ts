import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Emulator } from "../startEmulator.js";
import { emulatorBanner } from "./banner.js";
import { npxEnded } from "./npx.js";

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly stages: readonly string[];
  readonly quotas?: boolean;
  readonly tls?: boolean;
  /** The file to write the certificate to. */
  readonly certificate?: string;
}

/** Serves a local IVS Real-Time until a signal asks the process to stop, or the npx that runs it has ended. */
export async function serve(options: ServeOptions): Promise<void> {
  // The reader of the output may go away first; the emulator goes on without one.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const stopped = Promise.race([stopSignal(), npxEnded()]);
  const running = await start(options);
  if (running === undefined) return;
  try {
    const certificate = await writeCertificate(running, options);
    process.stdout.write(emulatorBanner({ url: running.url, stages: options.stages, certificate }));
    await stopped;
  } catch (error) {
    failed((error as Error).message);
  }
  await running.close();
  // What nobody reads would hold the process. The timer alone doesn't, so one that has written all ends at once.
  setTimeout(() => process.exit(), unreadMs).unref();
}

const unreadMs = 1_000;

/** So that lines don't pile up in memory while nobody reads them. */
const maxUnread = 1024 * 1024;

function boundedLog(output: NodeJS.WriteStream): (line: string) => void {
  let leftOut = 0;
  return (line) => {
    if (output.writableLength > maxUnread) {
      leftOut += 1;
      return;
    }
    const note = leftOut > 0 ? `(${leftOut} lines left out: the output wasn't read)\n` : "";
    leftOut = 0;
    output.write(`${note}${line}\n`);
  };
}

async function start(options: ServeOptions): Promise<Emulator | undefined> {
  const { port, host, stages, quotas = false, tls = false } = options;
  // Loaded late: help, version and errors of the command line need none of it.
  const { startEmulator } = await import("../startEmulator.js");
  try {
    return await startEmulator({ port, host, stages, quotas, tls, log: boundedLog(process.stdout) });
  } catch (error) {
    failed(listenFailure(error as NodeJS.ErrnoException, host, port));
    return undefined;
  }
}

/** Prints why the command failed, and lets the process end with status 1. */
function failed(reason: string): void {
  process.stderr.write(`error: ${reason}\n`);
  process.exitCode = 1;
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

/** Writes the certificate, which is public, to the file asked for. Returns the whole path; undefined where none is asked for. */
async function writeCertificate({ certificate }: Emulator, { certificate: file }: ServeOptions) {
  if (certificate === undefined || file === undefined) return undefined;
  const path = resolve(file);
  await writeFile(path, certificate, { mode: 0o644 }).catch((error: Error) => {
    throw new Error(`the certificate could not be written: ${error.message}`);
  });
  return path;
}
