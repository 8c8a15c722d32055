import type { IvsClient } from "../client/ivsClient.js";
import { explain } from "../failures/explain.js";
import { IvsError, type IvsErrorKind, isOnTheWay } from "../failures/ivsError.js";
import { credentialNames } from "../settings/identity.js";
import type { Target } from "../token/state.js";
import { type Host, reviewAndConnect } from "./host.js";

/**
 * How a call for a stored token ended: with the token's `own` credentials or the `fallback`, and `done` or why not.
 * `settings`: no call was made, because of a setting that can't be used.
 */
type Outcome = { by: "own" | "fallback" } & (
  | { kind: "done" }
  | { kind: IvsErrorKind | "settings"; error: unknown }
);

/**
 * Makes a call for a token from the state, whose own credentials may be as old as the state. If they no longer work,
 * the call is made again with those of stack config and environment: old credentials block neither refresh nor destroy.
 *
 * @param subject the subject of the line that says so.
 * @returns also for a call that failed: each caller decides which failures count as done.
 */
export async function withFallbackCredentials(
  host: Host,
  target: Target,
  subject: string,
  call: (client: IvsClient) => Promise<void>,
): Promise<Outcome> {
  const first = await attempt("own", async () => call(await reviewAndConnect(host, target)));
  const others = withoutOwnCredentials(target);
  if (first.kind === "done" || !others || !isAboutCredentials(first.error)) return first;
  return attempt("fallback", async () => {
    // If the settings are wrong without them too, that is the error to report: this comes before the line.
    const client = await reviewAndConnect(host, others);
    host.log(
      "warning",
      `${subject}: the credentials of the input aws no longer work, so those of stack config and environment are used, ` +
        `since ${explain(first.error, target.stageArn)}`,
    );
    await call(client);
  });
}

async function attempt(by: Outcome["by"], call: () => Promise<void>): Promise<Outcome> {
  try {
    await call();
    return { by, kind: "done" };
  } catch (error) {
    return { by, kind: error instanceof IvsError ? error.kind : "settings", error };
  }
}

/** Anything but an IvsError is a setting that can't be used any more, such as a profile that is gone. */
function isAboutCredentials(error: unknown): boolean {
  if (!(error instanceof IvsError)) return true;
  return (
    error.kind === "refusedCredentials" || (error.kind === "noCredentials" && !isOnTheWay(error.facts.cause))
  );
}

// The files too: a file that is gone can hold no credentials.
const names = new Set<string>([...credentialNames, "sharedConfigFiles", "sharedCredentialsFiles"]);

/** The target without its own credentials; undefined if it has none. */
function withoutOwnCredentials({ stageArn, aws }: Target): Target | undefined {
  const others = Object.entries(aws).filter(([name]) => !names.has(name));
  if (others.length === Object.keys(aws).length) return undefined;
  return { stageArn, aws: Object.fromEntries(others) };
}

/** Where the settings come from when no program runs: the engine then passes a provider the last config that it had. */
export const lastConfigHint =
  "Refresh and destroy use the stack config of the last pulumi up; --run-program makes them use today's.";
