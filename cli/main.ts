#!/usr/bin/env node
import { packageVersion } from "../provider/values/version.js";
import { emulator } from "./emulator.js";
import { skeleton } from "./skeleton.js";
import { status } from "./status.js";

void run(process.argv.slice(2));

/** Runs one command line to its end. The exit status is 2 where the command line itself is wrong. */
async function run(args: readonly string[]): Promise<void> {
  const { Command, CommanderError } = await import("commander");
  const program = new Command("pulumi-ivs-realtime")
    .description("Amazon IVS Real-Time participant tokens as Pulumi resources")
    .version(packageVersion())
    .exitOverride();
  emulator(program.command("emulator", { hidden: true }));
  skeleton(program.command("skeleton"));
  status(program.command("status"));
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what is wrong by now, and calls a wrong command line 1.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}
