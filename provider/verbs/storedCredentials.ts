import type { IvsClient } from "../client/ivsClient.js";
import { explain } from "../failures/explain.js";
import { IvsError, systemErrorKind } from "../failures/ivsError.js";
import { credentialNames } from "../settings/identity.js";
import type { Target } from "../token/state.js";
import type { Surroundings } from "./host.js";

/**
 * Makes a call for a token out of the state, whose own credentials may be as old as the state: where they don't serve
 * any more, those of config and environment do, so that they block neither refresh nor destroy.
 *
 * @param subject what the line is about that says so.
 * @param call is told whether it is made with the token's own credentials.
 */
export async function callForStored(
  target: Target,
  subject: string,
  { connect, say }: Pick<Surroundings, "connect" | "say">,
  call: (client: IvsClient, isItsOwn: boolean) => Promise<void>,
): Promise<void> {
  try {
    await call(await connect(target), true);
  } catch (error) {
    const others = withoutOwnCredentials(target);
    if (!others || !isAboutCredentials(error)) throw error;
    // Where the settings are wrong without them too, that is what there is to say.
    const client = await connect(others);
    say(
      `${subject}: the credentials of the input aws no longer serve, so those of stack config and environment are used, ` +
        `since ${explain(error, target.stageArn)}`,
    );
    await call(client, false);
  }
}

/**
 * Anything but an IvsError is a setting that can't be used any more, such as a profile that is gone. What only passes,
 * like an STS that can't be reached just now, says nothing of the credentials.
 */
function isAboutCredentials(error: unknown): boolean {
  if (!(error instanceof IvsError)) return true;
  if (error.kind === "noCredentials") return systemErrorKind(error.facts.name) !== "unreachable";
  return error.kind === "refusedCredentials";
}

// The files too: what isn't there any more can hold no credentials.
const names = new Set<string>([...credentialNames, "sharedConfigFiles", "sharedCredentialsFiles"]);

/** The target without the credentials of its own; undefined where it has none. */
function withoutOwnCredentials({ stageArn, aws }: Target): Target | undefined {
  const others = Object.entries(aws).filter(([name]) => !names.has(name));
  if (others.length === Object.keys(aws).length) return undefined;
  return { stageArn, aws: Object.fromEntries(others) };
}

/** What the engine configures a provider with where no program runs. */
export const lastConfig =
  "Refresh and destroy use the stack config of the last pulumi up; --run-program makes them use today's.";
