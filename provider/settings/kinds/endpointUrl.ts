import type { Kind } from "../kind.js";
import { url } from "./url.js";

const any = url("http://127.0.0.1:4599 or https://host");

/** Where a service is called: a URL without a user name and password, which would stand in state and errors in plain. */
export const endpointUrl: Kind<string> = {
  allowed: any.allowed,
  read(value) {
    const reading = any.read(value);
    if ("problem" in reading) return reading;
    const { username, password } = new URL(reading.value);
    if (username === "" && password === "") return reading;
    return { problem: "holds a user name or a password, which no AWS service asks for: write it without" };
  },
};
