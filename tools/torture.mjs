// `npm run torture`: kills, outages, wrong clocks, random steps. It writes docs/reliability.md.
import { join } from "node:path";
import { setUp } from "./setup/setUp.mjs";
import { inForeground, main, root } from "./shared/script.mjs";
import { testEnvironment } from "./test/choose.mjs";

main(async (args) => {
  const { node, env: tools } = await setUp(root);
  const env = {
    ...testEnvironment(tools, { missing: "the conformance tests aren't part of it" }),
    NODE_COMPILE_CACHE: join(root, ".work", "compile-cache"),
  };
  return inForeground(node, [join(root, "torture", "main.mts"), ...args], env);
});
