import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { isMap } from "../../provider/values/pulumiValues.js";

/** The output of `pulumi stack export`, as far as `status` reads it. Values are unchecked. */
export interface StackExport {
  readonly deployment: {
    readonly manifest?: { readonly time?: unknown };
    readonly resources?: readonly ExportedResource[] | null;
    readonly pending_operations?: unknown;
  };
}

export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  /** Already replaced; the next update deletes it. */
  readonly delete?: boolean;
  /** Only read (`{ id }`): Pulumi neither creates nor replaces it. */
  readonly external?: boolean;
  /** No update replaces or deletes it. */
  readonly protect?: boolean;
  /** Already deleted (deleteBeforeReplace); the next update creates it again. */
  readonly pendingReplacement?: boolean;
  /** Marked by `pulumi state taint`; the next update replaces it. */
  readonly taint?: boolean;
  readonly inputs?: unknown;
  readonly outputs?: Readonly<Record<string, unknown>> | null;
  /** The URNs of all resources that it waits for. */
  readonly dependencies?: readonly string[] | null;
  /** For each input, the URNs of the resources that its value came from. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  /** RFC 3339, by the engine's clock. */
  readonly created?: string;
  readonly modified?: string;
}

/** The text of an export: from the given file, from standard input for `-`, otherwise from pulumi. */
export async function readExport(from: string | undefined, stack: string | undefined): Promise<string> {
  if (from === undefined)
    return askPulumi(["stack", "export", ...(stack === undefined ? [] : ["--stack", stack])]);
  if (from === "-") return text(process.stdin).catch(failedToRead("standard input"));
  return readFile(from, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") return failedToRead(from)(error);
    throw new Error(`there is no file ${from}; a stack is named with --stack ${from}`);
  });
}

/** What is longer than any text of Node's (512 MB) fails too. */
function failedToRead(what: string): (error: NodeJS.ErrnoException) => never {
  return ({ code, message }) => {
    throw new Error(`can't read ${what} (${code ?? message})`);
  };
}

/** A job that waits forever for a backend would never report that a token is due. */
const limitMinutes = 5;

/**
 * Options by environment that would make an export another: with secrets in plaintext, in a file, of an older state, or
 * with debug lines in it. Others, as PULUMI_OPTION_STACK and PULUMI_OPTION_CWD, say where the user's own `pulumi up`
 * works, so they hold here too.
 */
const ownOptions = ["SHOW_SECRETS", "FILE", "VERSION", "DEBUG"].map((name) => `PULUMI_OPTION_${name}`);

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownOptions.includes(name)));
}

/**
 * The output of a `pulumi` command. No command shows secrets, so a stack's passphrase isn't needed.
 *
 * @throws Error with pulumi's own message if it fails, or with what to do if pulumi isn't installed.
 */
async function askPulumi(args: readonly string[]): Promise<string> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: environment(),
    signal: AbortSignal.timeout(limitMinutes * 60_000),
  });
  const command = `pulumi ${args.join(" ")}`;
  const closed = once(child, "close").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ABORT_ERR") throw new Error(`${command} gave no answer in ${limitMinutes} minutes`);
    throw error.code === "ENOENT" ? new Error(missing) : error;
  });
  const [stdout, stderr, [status, signal]] = await Promise.all([
    text(child.stdout).catch(failedToRead(`what ${command} prints`)),
    text(child.stderr),
    closed,
  ]);
  if (status === 0) return stdout;
  throw new Error(`${command} ended with ${signal ?? `status ${status}`}:\n${stderr.trim()}`);
}

const missing =
  "there is no pulumi on PATH. Install it (https://www.pulumi.com/docs/install), or hand over what " +
  "`pulumi stack export` prints elsewhere: pulumi-ivs-realtime status FILE, or - for standard input";

const form = "what `pulumi stack export` prints";

/**
 * Reads an export.
 *
 * @throws Error that describes the text without quoting it: it may hold secrets.
 */
export function parseExport(text: string): StackExport {
  if (text.trim() === "") throw new Error(`there is nothing where ${form} should be`);
  // Editors and PowerShell write a byte order mark, which JSON.parse refuses.
  const read = json(text.replace(/^\ufeff/, ""));
  if (!isMap(read) || !isMap(read.deployment)) {
    throw new Error(`this is JSON but not ${form}: it has no "deployment"`);
  }
  const { resources } = read.deployment;
  if (resources != null && !(Array.isArray(resources) && resources.every(isResource))) {
    throw new Error(`this is not ${form}: its "resources" are not a list of resources with a urn and a type`);
  }
  return read as unknown as StackExport;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`this is not ${form}: it is not JSON`);
  }
}

function isResource(resource: unknown): boolean {
  if (!isMap(resource) || typeof resource.type !== "string") return false;
  if (typeof resource.urn !== "string" || !/^urn:pulumi:.*::.*::.*::/s.test(resource.urn)) return false;
  return [resource.outputs, resource.propertyDependencies].every((map) => map == null || isMap(map));
}

/** The resources that an interrupted `up` was creating. What else may be listed there is left out. */
export function interruptedCreates({ deployment }: StackExport): readonly ExportedResource[] {
  const listed = deployment.pending_operations;
  if (!Array.isArray(listed)) return [];
  const creates = listed.filter((operation) => isMap(operation) && operation.type === "creating");
  return creates.map(({ resource }) => resource).filter(isResource) as ExportedResource[];
}

/** A resource's name: urn:pulumi:STACK::PROJECT::TYPE::NAME, where the name may hold `::` itself. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::") || urn;
}
