import { spawnSync } from "node:child_process";

/** A token, as far as it is looked at here. */
export interface TokenStatus {
  readonly name: string;
  readonly urn: string;
  readonly participantId?: string;
  readonly issuedTime?: string;
  /** Left out of one that is unknown, as it is a secret there. */
  readonly expirationTime?: string;
  /** Left out while autoRotate is off. */
  readonly rotationTime?: string;
  readonly state: "fresh" | "due" | "expired" | "manual" | "unknown";
  /** Why it isn't fresh. */
  readonly reason?: string;
}

export interface StackStatus {
  /** A `pulumi up` has something to do. */
  readonly due: boolean;
  readonly now: string;
  /** What is due next first. */
  readonly tokens: readonly TokenStatus[];
}

/** What `pulumi-ivs-realtime status` says of a stack. It reads no secret and takes no lock. */
export function stackStatus(workDir: string, stackName: string): StackStatus {
  const { error, status, signal, stdout, stderr } = spawnSync(
    "pulumi-ivs-realtime",
    ["status", "--json", "--stack", stackName],
    { cwd: workDir, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  if (error) throw error;
  // 3: a token is due. 4: one has expired, which may be one with autoRotate off, and those stay. 1: none of these, but
  // one is unknown; an error is 1 as well, and has no report.
  const isReport = [0, 1, 3, 4].includes(status ?? 2) && stdout !== "";
  if (!isReport)
    throw new Error(stderr.trim() || `pulumi-ivs-realtime status ended with ${status ?? signal}`);
  const found: Pick<StackStatus, "now" | "tokens"> = JSON.parse(stdout);
  return { ...found, due: found.tokens.some(({ state }) => state === "due" || state === "expired") };
}
