import { RunError } from "@pulumi/pulumi";
import type { Capability } from "pulumi-ivs-realtime";

/** A person who joins the stage. */
export interface Host {
  userId: string;
  capabilities?: Capability[];
  duration?: number | string;
  rotateBefore?: number | string;
}

const fields = ["userId", "capabilities", "duration", "rotateBefore"];
const capabilities: unknown[] = ["PUBLISH", "SUBSCRIBE"];

/**
 * The people of the list `hosts` in stack config. Everything that is wrong is told at once and by its place, not
 * by its text: that may be a secret that got into the wrong line.
 */
export function hostsFrom(list: Record<string, unknown>[]): Host[] {
  const users = list.map(({ userId }) => userId);
  const wrong = list.flatMap((host, index) => {
    const first = users.indexOf(host.userId);
    const isRepeated = first !== index && host.userId !== undefined;
    const repeated = isRepeated ? [`has the userId of hosts[${first}]`] : [];
    return [...repeated, ...faultsOf(host)].map((reason) => `hosts[${index}] ${reason}`);
  });
  if (wrong.length > 0) throw new RunError(wrong.join("\n"));
  return list as unknown as Host[];
}

function* faultsOf({ userId, capabilities: given = capabilities, ...others }: Record<string, unknown>) {
  if (typeof userId !== "string" || !/^[a-z\d][\w.-]{0,127}$/i.test(userId)) {
    yield "needs a userId: 1 to 128 letters, digits, dots, underscores and hyphens, a letter or digit first";
  }
  if (!Array.isArray(given) || given.length === 0 || !given.every((one) => capabilities.includes(one))) {
    yield `has capabilities that aren't a list of ${capabilities.join(" and ")}`;
  }
  if (!Object.keys(others).every((field) => fields.includes(field))) {
    yield `has a field that is none of ${fields.join(", ")}`;
  }
}
