import { randomInt } from "node:crypto";

/** The account whose stages and public keys are made here: the one of the AWS CLI's examples. */
export const account = "123456789012";

/** The region and the account of an ARN: `arn:aws:ivs:REGION:ACCOUNT:…`. */
export function parseArn(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = "", account = ""] = arn.split(":");
  return { region, account };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random and alphanumeric: other operations of the service refuse an underscore in a participant ID. */
export function randomId(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
