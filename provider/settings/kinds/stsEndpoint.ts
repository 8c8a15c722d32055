import type { Endpoints } from "../../awsSettings.js";
import type { Kind } from "../kind.js";
import { url } from "./url.js";

const endpoint = url("http://127.0.0.1:4599 or https://host");

/** The URL of STS alone, as the environment has it. */
export const stsEndpoint: Kind<Endpoints> = {
  allowed: endpoint.allowed,
  read(value) {
    const reading = endpoint.read(value);
    return "value" in reading ? { value: { sts: reading.value } } : reading;
  },
};
