import { settingsTable } from "../settings/settingsTable.js";
import {
  checkAttributes,
  checkCapabilities,
  checkDuration,
  checkRotateBefore,
  checkStageArn,
} from "../token/inputChecks.js";
import { inputNames, nameInput, normalise, outputNames } from "../token/inputs.js";
import { targetOf } from "../token/state.js";
import { nearestName } from "../values/nearestName.js";
import { hasUnknown, withoutNulls } from "../values/pulumiValues.js";
import { limits } from "../values/service.js";
import { type Host, reviewSettings } from "./host.js";

/** One thing that is wrong with the inputs: which input, and a sentence that goes on from its name. */
interface CheckFailure {
  property: string;
  reason: string;
}

/** The inputs in their one form, or as they came where any of them is wrong. */
export interface CheckResult {
  inputs: Record<string, unknown>;
  failures: CheckFailure[];
}

/** Checks the inputs and the settings for them, so that both fail in the preview, before anything is minted. */
export function check(host: Host, news: Record<string, unknown>): CheckResult {
  const { inputs, failures } = checkInputs(news);
  const problems = settingsProblems(host, inputs).map((reason) => ({ property: "", reason }));
  return { inputs, failures: [...failures, ...problems] };
}

function settingsProblems(host: Host, inputs: Record<string, unknown>): string[] {
  const target = targetOf(inputs);
  const isKnown = target && checkStageArn(target.stageArn) === undefined && !hasUnknown(inputs.aws);
  return isKnown ? reviewSettings(host, target) : [];
}

/**
 * Checks all inputs at once and brings them into their one form. Pure, without network; never throws.
 * What isn't known yet passes, and is checked again once it is.
 */
export function checkInputs(news: Record<string, unknown>): CheckResult {
  const given = withoutNulls(news);
  const failures = [...checkNames(Object.keys(given)), ...checkValues(given)];
  return failures.length > 0 ? { inputs: news, failures } : { inputs: normalise(given), failures };
}

function checkValues(given: Record<string, unknown>): CheckFailure[] {
  const problems: Record<string, string | string[] | undefined> = {
    stageArn: checkStageArn(given.stageArn),
    userId: checkUserId(given.userId),
    attributes: checkAttributes(given.attributes),
    capabilities: checkCapabilities(given.capabilities),
    duration: checkDuration(given.duration),
    rotateBefore: checkRotateBefore(given.rotateBefore, given.duration),
    autoRotate: checkSwitch(given.autoRotate),
    disconnectOnDelete: checkSwitch(given.disconnectOnDelete),
    aws: checkAws(given.aws),
  };
  return Object.entries(problems)
    .filter(([property]) => !hasUnknown(given[property]))
    .flatMap(([property, found]) => [found ?? []].flat().map((reason) => ({ property, reason })));
}

function checkUserId(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string") return "must be a string: write it with quotes";
  const length = [...value].length;
  const { maxCodePoints } = limits.userId;
  if (length <= maxCodePoints) return undefined;
  return `is ${length} characters long, but the service takes ${maxCodePoints} at most: shorten it by ${length - maxCodePoints}`;
}

/** What is wrong inside of it shows where the settings are resolved. */
function checkAws(value: unknown): string | undefined {
  if (value === undefined || (typeof value === "object" && !Array.isArray(value))) return undefined;
  return 'must be an object like { profile: "dev" }';
}

function checkSwitch(value: unknown): string | undefined {
  if (value === undefined || typeof value === "boolean") return undefined;
  return `must be true or false, not of type ${typeof value} (from stack config: config.getBoolean)`;
}

const ours = new Set([...inputNames, nameInput, "__provider", "__defaults"]);

/** The names among the inputs that don't exist, each with what to write instead. */
function checkNames(names: readonly string[]): CheckFailure[] {
  return names.filter((name) => !ours.has(name)).map((name) => ({ property: name, reason: reason(name) }));
}

function reason(name: string): string {
  if (outputNames.includes(name)) {
    return "is an output, which the service decides: remove it from the inputs";
  }
  const nearest = nearestName(name, inputNames);
  const hint =
    nearest ?? (Object.hasOwn(settingsTable, name) ? inAws(name) : `the inputs are ${inputNames.join(", ")}`);
  return `is no input of ParticipantToken and would be ignored: ${hint}`;
}

function inAws(name: string): string {
  return `put it into the input aws: { ${name}: … }`;
}
