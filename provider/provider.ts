import { setTimeout } from "node:timers/promises";
import { createConnections } from "./connections.js";
import { createDynamicProvider } from "./dynamicProvider.js";
import { printableMessage } from "./values/redaction.js";
import { systemClock } from "./values/time.js";
import { createMemory, type LogLevel } from "./verbs/host.js";

/** The engine shows what its provider prints, as it is and unmasked. */
function log(level: LogLevel, line: string): void {
  console.info(printableMessage(level === "debug" ? `debug: ${line}` : line));
}

const provider = createDynamicProvider({
  clock: systemClock,
  log,
  pause: () => setTimeout(500),
  memoize: createMemory(),
  ...createConnections(log),
});

export const { configure, check, diff, create, read, update } = provider;

const { delete: remove } = provider;

export { remove as delete };
