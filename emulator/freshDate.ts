import { ServiceError } from "./model/errors.js";

const minutes = 5;
const form = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** The date that a request is signed with, if it is the credential's and near enough to the clock. */
export function freshDate(header: string | undefined, credentialDate: string, now: Date): Date {
  const date = new Date(header?.replace(form, "$1-$2-$3T$4:$5:$6Z") ?? Number.NaN);
  if (header === undefined || !form.test(header) || Number.isNaN(date.getTime())) {
    throw new ServiceError("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.");
  }
  if (header.slice(0, 8) !== credentialDate) {
    const text = `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${credentialDate}' != '${header.slice(0, 8)}'.`;
    throw new ServiceError("InvalidSignatureException", text);
  }
  const age = now.getTime() - date.getTime();
  if (Math.abs(age) > minutes * 60_000)
    throw new ServiceError("InvalidSignatureException", stale(header, now, age));
  return date;
}

function stale(header: string, now: Date, age: number): string {
  const [what, sign, edge] =
    age > 0 ? ["Signature expired", "-", "earlier"] : ["Signature not yet current", "+", "later"];
  const limit = new Date(now.getTime() - Math.sign(age) * minutes * 60_000);
  return `${what}: ${header} is ${age > 0 ? "now" : "still"} ${edge} than ${basic(limit)} (${basic(now)} ${sign} ${minutes} min.)`;
}

function basic(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}
