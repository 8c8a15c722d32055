import type { Endpoints } from "../awsSettings.js";
import type { Kind } from "../kind.js";
import { endpointUrl } from "./endpointUrl.js";

/** The URL of STS alone, as the environment has it. */
export const stsEndpoint: Kind<Endpoints> = {
  allowed: endpointUrl.allowed,
  read(value) {
    const reading = endpointUrl.read(value);
    return "value" in reading ? { value: { sts: reading.value } } : reading;
  },
};
