import { shown } from "../../values/redaction.js";
import type { Kind } from "../kind.js";

const secondsPerUnit: Record<string, number> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};
// Go's form, which @pulumi/aws takes: "1h30m", "900s".
const pattern = /^(\d{1,9}(\.\d{1,9})?(h|ms|m|us|µs|ns|s)){1,6}$/;
const [least, most] = [900, 43_200];

/** How long a role's session lasts, in seconds. */
export const sessionDuration: Kind<number> = {
  allowed: 'a time like "1h" or "1h30m", from 15m to 12h',
  read(value) {
    const seconds = typeof value === "string" && pattern.test(value) ? secondsOf(value) : Number.NaN;
    if (seconds >= least && seconds <= most) return { value: Math.round(seconds) };
    return { problem: `is ${shown(value)}: write a time like "1h" or "1h30m", from 15m to 12h` };
  },
};

function secondsOf(text: string): number {
  const parts = text.matchAll(/([\d.]+)(h|ms|m|us|µs|ns|s)/g);
  return [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (secondsPerUnit[unit ?? ""] ?? 0),
    0,
  );
}
