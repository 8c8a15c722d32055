// `npm run build`: dist/, as it is published.

import { ensureBuild } from "./setup/build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { findNode } from "./setup/node.mjs";
import { main, root } from "./shared/script.mjs";

main(async () => {
  await ensureDependencies(root);
  await ensureBuild(root, findNode(root));
  return 0;
});
