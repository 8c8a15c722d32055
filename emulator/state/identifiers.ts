import { randomInt } from "node:crypto";

/** The account whose stages and public keys are made here: the one of the AWS CLI's examples. */
export const account = "123456789012";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random and alphanumeric: other operations of the service refuse an underscore in a participant ID. */
export function randomId(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
