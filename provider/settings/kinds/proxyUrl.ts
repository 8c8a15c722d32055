import type { Kind } from "../kind.js";
import { url } from "./url.js";

const whole = url("http://proxy.example:3128");

/** A proxy's URL. Without a scheme it is http, as for @pulumi/aws and curl: the environment often has it so. */
export const proxyUrl: Kind<string> = {
  allowed: whole.allowed,
  read(value) {
    const isBare = typeof value === "string" && value !== "" && !value.includes("://");
    return whole.read(isBare ? `http://${value}` : value);
  },
};
