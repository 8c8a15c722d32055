import { parseArgs } from "node:util";
import { askPulumi, readConfig } from "./pulumiState.mjs";

/** Whether a URL is of this machine itself. @param {string} url */
export function isLoopback(url) {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * What a stack works against, by its config and the environment alone.
 *
 * @typedef {object} StackTarget
 * @property {string} name
 * @property {boolean} exists
 * @property {string | undefined} endpoint of the emulator, on this machine
 * @property {number} ownPort where the stack's own config has the emulator, else 0
 * @property {boolean} isAws any endpoint but one on this machine
 */

export const localStack = "local";
const endpointVariables = ["AWS_ENDPOINT_URL_IVS_REALTIME", "AWS_ENDPOINT_URL"];

/** @param {string | undefined} wanted by name, else the one in use @param {NodeJS.ProcessEnv} env @returns {StackTarget} */
export function stackTarget(wanted, env) {
  const stacks = /** @type {{ name: string, current: boolean }[]} */ (
    JSON.parse(askPulumi(["stack", "ls", "--json"], env))
  );
  const chosen = wanted ?? env.PULUMI_STACK ?? stacks.find(({ current }) => current)?.name ?? localStack;
  // It may be written in full: organization/ivs-realtime-quickstart/aws.
  const name = chosen.slice(chosen.lastIndexOf("/") + 1);
  const exists = stacks.some((stack) => stack.name === name);
  return targetOf(name, exists, exists ? readConfig(name, env) : {}, env);
}

/**
 * @param {string} name @param {boolean} exists @param {Record<string, { value?: string }>} config
 * @param {NodeJS.ProcessEnv} env @returns {StackTarget}
 */
export function targetOf(name, exists, config, env) {
  const own = config["ivs-realtime:endpoint"]?.value;
  // A stack of the reader's own is not to be played with because the environment has LocalStack's address, say.
  const endpoint = own || (name === localStack ? endpointOfEnvironment(env) : undefined);
  const local = endpoint !== undefined && isLoopback(endpoint) ? endpoint : undefined;
  // A local stack without a stage is one whose first run was stopped before its settings were written.
  const isUnfinished = name === localStack && !config["ivs-realtime-quickstart:stageArn"];
  const ownPort = own !== undefined && own === local ? Number(new URL(own).port) : 0;
  return { name, exists, endpoint: local, ownPort, isAws: local === undefined && !isUnfinished };
}

/** @param {NodeJS.ProcessEnv} env @returns {string | undefined} */
function endpointOfEnvironment(env) {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true") return undefined;
  return endpointVariables.map((variable) => env[variable]).find((value) => value);
}

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
