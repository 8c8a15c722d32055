// Preloaded into the emulator: it must not outlive the script that started it, however that one ends.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
