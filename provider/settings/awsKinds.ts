import { isMap } from "../values/pulumiValues.js";
import { shown } from "../values/redaction.js";
import type { Endpoints } from "./awsSettings.js";
import type { Kind, Reading } from "./kind.js";
import { endpointUrl } from "./kinds/endpointUrl.js";
import { fromJson } from "./kinds/fromJson.js";

const ours = ["ivsrealtime", "sts"] as const;

/** URLs by service. @pulumi/aws has hundreds of them, so others are let be, but for other spellings of ours. */
export const endpointList: Kind<Endpoints> = {
  allowed: "a list of objects with ivsrealtime and sts, each a URL",
  read(given): Reading<Endpoints> {
    const parsed = fromJson(given, this.allowed);
    if ("problem" in parsed) return parsed;
    const { value } = parsed;
    const items = Array.isArray(value) ? value : [value];
    const wrong = items.find((item) => !isMap(item));
    if (wrong !== undefined) return { problem: `is ${shown(wrong)}: write ${this.allowed}` };
    const entries = items.flatMap((item) => Object.entries(item)).filter(([, one]) => one != null);
    const problems = entries.flatMap(([name, one]) => problemOf(name, one));
    if (problems.length > 0) return { problem: problems.join(", and ") };
    return { value: Object.fromEntries(entries.filter(([name]) => ours.some((one) => one === name))) };
  },
};

function problemOf(name: string, value: unknown): string[] {
  const plain = name.toLowerCase().replace(/[^a-z]/g, "");
  if (plain === "ivsrealtime" && name !== plain) return [`has ${name}: write ivsrealtime`];
  if (!ours.some((one) => one === name)) return [];
  const reading = endpointUrl.read(value);
  return "problem" in reading ? [`has an ${name} that ${reading.problem}`] : [];
}
