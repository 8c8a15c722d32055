const methods = ["log", "info", "warn", "error", "debug"] as const;

/** Runs and returns with what was said on the console meanwhile, a line each, instead of saying it. */
export async function listening<T>(run: () => Promise<T>): Promise<{ result: T; said: string[] }> {
  const before = { ...console };
  const said: string[] = [];
  for (const method of methods) {
    console[method] = (...parts: unknown[]) => void said.push(...parts.map(String).join(" ").split("\n"));
  }
  try {
    return { result: await run(), said };
  } finally {
    Object.assign(console, before);
  }
}
