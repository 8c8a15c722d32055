// `npm run bench`: what a token costs, and what else one could do instead. It writes bench/RESULTS.md.
import { join } from "node:path";
import { cacheRoot } from "./setup/cache.mjs";
import { ensureConformancePython } from "./setup/python.mjs";
import { setUp } from "./setup/setUp.mjs";
import { inForeground, main, root } from "./shared/script.mjs";
import { testEnvironment } from "./test/choose.mjs";

main(async (args) => {
  const { node, env: tools } = await setUp(root);
  const conformance = await ensureConformancePython(cacheRoot(), root);
  const missing = "missing" in conformance ? { BENCH_NO_PYTHON: conformance.missing } : {};
  const env = { ...testEnvironment(tools, conformance), ...missing };
  return inForeground(node, [join(root, "bench", "main.mts"), ...args], env);
});
