const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Waits for the first signal that asks the process to stop. A second one ends it at once, as by default. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}
