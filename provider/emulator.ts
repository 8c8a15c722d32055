// `pulumi-ivs-realtime/emulator`, where the emulator was up to 0.3.
throw new Error(
  "pulumi-ivs-realtime/emulator is now the package ivs-realtime-emulator: install that and import startEmulator from it.",
);

/** The emulator is now the package `ivs-realtime-emulator`. */
export {};
