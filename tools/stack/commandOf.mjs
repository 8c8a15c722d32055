import { parseArgs } from "node:util";

/**
 * What these scripts have to know of a Pulumi command line: which stack it names, whether it opens that
 * stack's secrets, and whether it may call the API (preview never does).
 *
 * @param {string[]} args
 * @returns {{ stack: string | undefined, needsStack: boolean, readsSecrets: boolean, callsApi: boolean }}
 */
export function commandOf(args) {
  const { values, positionals } = parseArgs({
    args,
    options: { ...withValue, stack: { type: "string", short: "s" } },
    allowPositionals: true,
    strict: false,
  });
  const [verb = "", sub = "", name] = positionals;
  const makesStack = verb === "stack" && sub === "init";
  const named = typeof values.stack === "string" ? values.stack : undefined;
  return {
    // A stack without a name yet is none of ours.
    stack: named ?? (makesStack ? (name ?? "") : undefined),
    needsStack: secretVerbs.has(verb),
    readsSecrets: makesStack || secretVerbs.has(verb),
    callsApi: apiVerbs.has(verb),
  };
}

/** Pulumi's flags that may stand before a verb or a stack's name and take the next word for themselves. */
const withValue = /** @type {const} */ ({
  color: { type: "string" },
  cwd: { type: "string", short: "C" },
  verbose: { type: "string", short: "v" },
  memprofilerate: { type: "string" },
  "otel-traces": { type: "string" },
  profiling: { type: "string" },
  tracing: { type: "string" },
  "copy-config-from": { type: "string" },
  "secrets-provider": { type: "string" },
  teams: { type: "string" },
});

const apiVerbs = new Set(["up", "update", "refresh", "destroy", "down", "watch", "import"]);
const secretVerbs = new Set([...apiVerbs, "preview"]);
