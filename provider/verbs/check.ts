import { settingsTable } from "../settings/settingsTable.js";
import { windowProblem } from "../token/inputKinds.js";
import { type CheckedInputs, inputNames, nameInput, readInputs } from "../token/inputs.js";
import { shortFreshNote } from "../token/rotation.js";
import { outputNames, tokenName } from "../token/state.js";
import { unknownName } from "../values/nearestName.js";
import { hasUnknown, withoutNulls } from "../values/pulumiValues.js";
import { parseDuration } from "../values/time.js";
import { type Host, logOnce, reviewSettings } from "./host.js";

/** One thing that is wrong with the inputs: which input, if one, and a sentence that goes on from its name. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** The inputs in their one form, as far as they could be read, and what is wrong. */
export interface CheckResult {
  inputs: Partial<CheckedInputs>;
  failures: CheckFailure[];
}

/** Checks the inputs and the settings for them, so that both fail in the preview, before anything is minted. */
export function check(host: Host, news: Record<string, unknown>): CheckResult {
  const { inputs, failures } = checkInputs(news);
  const problems = settingsProblems(host, inputs).map((reason) => ({ property: "", reason }));
  const note = failures.length === 0 ? windowNote(inputs) : undefined;
  if (note) logOnce(host, "warning", `${tokenName(inputs, undefined, host.resourceName)}: ${note}.`);
  return { inputs, failures: [...failures, ...problems] };
}

/** A failure as a sentence. */
export function sentence({ property, reason }: CheckFailure): string {
  return `${property} ${reason}`.trimStart();
}

/** Where the stage is wrong or not known yet, what doesn't depend on it is checked. */
function settingsProblems(host: Host, { stageArn, aws = {} }: Partial<CheckedInputs>): string[] {
  if (hasUnknown(aws)) return [];
  const isKnown = stageArn !== undefined && !hasUnknown(stageArn);
  return reviewSettings(host, { stageArn: isKnown ? stageArn : "", aws });
}

/**
 * Checks all inputs at once and brings them into their one form. Pure, without network; never throws.
 * What isn't known yet passes, and is checked again once it is.
 */
export function checkInputs(given: Record<string, unknown> | null | undefined): CheckResult {
  const news = given ?? {};
  const { inputs, problems } = readInputs(news);
  const failures = [
    ...checkNames(Object.keys(withoutNulls(news))),
    ...problems,
    ...checkWindow(news, inputs),
  ];
  return { inputs, failures };
}

/** The one rule across inputs. It is held against the window as it was given, so that the sentence can quote it. */
function checkWindow(
  { rotateBefore }: Record<string, unknown>,
  { duration }: Partial<CheckedInputs>,
): CheckFailure[] {
  const reason = windowProblem(rotateBefore, hasUnknown(duration) ? undefined : duration);
  return reason === undefined ? [] : [{ property: "rotateBefore", reason }];
}

function windowNote({ rotateBefore, duration, autoRotate }: Partial<CheckedInputs>): string | undefined {
  const window = parseDuration(rotateBefore);
  if (!("seconds" in window) || typeof duration !== "number" || autoRotate !== true) return undefined;
  return shortFreshNote({ window: window.seconds, lifetime: duration * 60 });
}

const ours = new Set<string>([...inputNames, nameInput, "__provider", "__defaults"]);

/** The names among the inputs that don't exist, each with what to write instead. */
function checkNames(names: readonly string[]): CheckFailure[] {
  return names.filter((name) => !ours.has(name)).map(nameFailure);
}

/** How other APIs call an input. */
const otherNames = new Map([
  ["arn", "stageArn"],
  ["ttl", "duration"],
  ["username", "userId"],
]);

function nameFailure(name: string): CheckFailure {
  if (outputNames.some((one) => one === name)) {
    return { property: name, reason: "is an output, which the service decides: remove it from the inputs" };
  }
  const isnt = "is not an input of ParticipantToken and would be ignored:";
  if (Object.hasOwn(settingsTable, name)) {
    return { property: name, reason: `${isnt} put it into the input aws: { ${name}: … }` };
  }
  const { shown, hint } = unknownName(name, inputNames, otherNames);
  if (hint !== undefined) return { property: name, reason: `${isnt} ${hint}` };
  return { property: "", reason: `${shown} as a name ${isnt} the inputs are ${inputNames.join(", ")}` };
}
