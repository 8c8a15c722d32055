import { execFileSync } from "node:child_process";

/** The processes below one, in whatever group they are. */
export function descendants(pid: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const all = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    all.filter(([, above]) => above === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}
