#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { assertStageArn, exampleStage } from "../exampleStage.js";
import { type ServeOptions, serve } from "./serve.js";

void run(process.argv.slice(2));

/** Runs one command line to its end. The exit status is 2 where the command line itself is wrong. */
async function run(args: readonly string[]): Promise<void> {
  const { Command, CommanderError } = await import("commander");
  const command = new Command("ivs-realtime-emulator").exitOverride();
  define(command);
  try {
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed the error by now, and calls a wrong command line 1.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

function define(command: Command): void {
  command
    .description("Start a local IVS Real-Time for tests and for trying things out")
    .version(packageVersion())
    .option("--port <number>", "TCP port, 0 for a free one", (text) => port(command, text), 4599)
    .option("--host <address>", "address to listen at", (text) => host(command, text), "127.0.0.1")
    .option(
      "--stage <arn...>",
      "stage that exists from the start (default: the one of the AWS CLI's examples)",
    )
    .option("--quotas", "hold calls, stages and public keys to the quotas of the service")
    .option("--tls", "serve HTTPS, with a certificate that is made at start")
    .option("--certificate <file>", "with --tls: write the certificate there (PEM), for clients to trust")
    .action((flags: Flags) => serve(serveOptions(command, flags)));
}

/** The options as commander parses them. */
interface Flags extends Omit<ServeOptions, "stages"> {
  readonly stage?: readonly string[];
}

function serveOptions(command: Command, { stage, ...flags }: Flags): ServeOptions {
  if (flags.certificate !== undefined && !flags.tls) {
    command.error("error: option '--certificate <file>' needs '--tls': without it there is no certificate");
  }
  return { ...flags, stages: stageArns(command, stage) };
}

function stageArns(command: Command, stages: readonly string[] = [exampleStage]): readonly string[] {
  try {
    for (const arn of stages) assertStageArn(arn);
  } catch (error) {
    command.error(`error: option '--stage <arn...>': ${(error as Error).message}`);
  }
  return stages;
}

function port(command: Command, text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65535))
    command.error(`error: option '--port <number>': '${text}' is not a number from 0 to 65535`);
  return number;
}

/** Node takes an empty one for all addresses, and so would let the network in. */
function host(command: Command, text: string): string {
  if (text.trim() === "") {
    command.error("error: option '--host <address>': it is empty. Leave it out to listen at 127.0.0.1");
  }
  return text;
}

/** This package's version, as its package.json says. */
function packageVersion(): string {
  const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
