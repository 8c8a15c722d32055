import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { isTooDeep, mostLevels } from "../values/pulumiValues.js";
import { shorten } from "../values/redaction.js";

/**
 * Refuses what no token can be declared with, and warns of what has no effect. Options that a transformation sets come
 * later, and aren't seen here.
 *
 * @throws Error that says what to do instead.
 */
export function reviewDeclaration(
  name: string,
  args: unknown,
  opts: pulumi.CustomResourceOptions | null | undefined,
): void {
  const subject = `ParticipantToken "${shorten(String(name))}"`;
  for (const option of ["id", "import"] as const) {
    if (opts?.[option] != null) throw new Error(`${subject} can't have the option ${option}: ${noOldToken}`);
  }
  if (pulumi.Output.isInstance(args) || args instanceof Promise) throw new Error(`${subject}: ${outputArgs}`);
  const deep = Object.entries(args ?? {}).find(([, value]) => isTooDeep(value));
  if (deep) {
    throw new Error(
      `${subject}: the input ${shorten(deep[0])} is nested more than ${mostLevels} levels deep, as no input is`,
    );
  }
  if (Object.values(opts?.customTimeouts ?? {}).some((limit) => limit != null)) {
    warnOnce(
      "customTimeouts",
      `${subject} has the option customTimeouts, which has no effect on tokens: set how many seconds a call may take ` +
        "with totalTimeout, in the input aws or in stack config ivs-realtime:totalTimeout",
    );
  }
  warnOfFolder();
}

const noOldToken =
  "AWS keeps no token that could be read back or taken over. Remove it, and pulumi up mints a token. One that another " +
  "stack has comes from there by a pulumi.StackReference";

const outputArgs =
  "its arguments are an Output or a promise: give an object, whose members may be outputs, as { stageArn: stage.arn }";

const foldersLookedAt = new Set<string>();

/**
 * Pulumi starts the provider in the program's folder, and the provider's text loads this package from there. A program
 * of the Automation API may run in any folder, and can't see whether its project sets another by main.
 */
function warnOfFolder(): void {
  const folder = process.cwd();
  // Unit tests have mocks in place of an engine, and start no provider.
  const isMocked = pulumi.runtime.getMonitor()?.constructor.name === "MockMonitor";
  if (isMocked || foldersLookedAt.has(folder)) return;
  foldersLookedAt.add(folder);
  try {
    createRequire(`${folder}/`).resolve("pulumi-ivs-realtime/provider");
  } catch {
    pulumi.log.warn(
      `This program runs in ${folder}, from where pulumi-ivs-realtime can't be loaded. Unless main in projectSettings ` +
        "(Automation API) names a folder whose node_modules has it, Pulumi doesn't find the provider of tokens " +
        '("Cannot find module", "could not read plugin"). Set main so, and call process.chdir with that folder to end ' +
        "this warning",
    );
  }
}

const warned = new Set<string>();

function warnOnce(subject: string, line: string): void {
  if (!warned.has(subject)) pulumi.log.warn(line);
  warned.add(subject);
}
