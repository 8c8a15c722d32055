import type { Reader } from "./reader.js";

/** The stage's account, which the settings have to allow. */
export function resolveAccount(stageArn: string, reader: Reader): string {
  const account = stageArn.split(":")[4] ?? "";
  const [allowed, forbidden] = [reader.read("allowedAccountIds"), reader.read("forbiddenAccountIds")];
  const stage = `the stage ${stageArn} belongs to account ${account}, which`;
  if (allowed && forbidden) {
    reader.problem(
      `${forbidden.from} contradicts ${allowed.from}: what isn't allowed is forbidden, so keep one`,
    );
  }
  if (allowed && !allowed.value.includes(account)) {
    reader.problem(`${stage} isn't among those of ${allowed.from} (${allowed.value.join(", ")})`);
  }
  if (forbidden?.value.includes(account)) reader.problem(`${stage} is forbidden by ${forbidden.from}`);
  return account;
}
