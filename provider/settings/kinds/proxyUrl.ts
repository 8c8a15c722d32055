import type { Kind } from "../kind.js";
import { url } from "./url.js";

const whole = url("http://proxy.example:3128");

/** A proxy's URL. Without a scheme it is http, as for @pulumi/aws and curl: the environment often has it so. */
export const proxyUrl: Kind<string> = {
  allowed: whole.allowed,
  read(value) {
    const isBare = typeof value === "string" && value !== "" && !value.includes("://");
    const reading = whole.read(isBare ? `http://${value}` : value);
    return "problem" in reading || isEncoded(reading.value) ? reading : { problem: badLogin };
  },
};

const badLogin = "has a login that isn't percent-encoded: write % as %25, @ as %40, : as %3A";

function isEncoded(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    return decodeURIComponent(username + password) !== undefined;
  } catch {
    return false;
  }
}
