import type { Command } from "commander";

/** `pulumi-ivs-realtime emulator`, which started the emulator up to 0.3. Refused as a wrong command line, whatever its options. */
export function emulator(command: Command): void {
  command
    .description("The emulator is now the package ivs-realtime-emulator")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() =>
      command.error(
        "error: the emulator is now the package ivs-realtime-emulator: run `npx ivs-realtime-emulator`, which takes the same options",
      ),
    );
}
