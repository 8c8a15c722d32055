import { isIP } from "node:net";

const name = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i;

/** Refuses what a certificate can't be good for. */
export function assertHost(host: string): void {
  if (isIP(host) === 0 && !name.test(host)) {
    throw new TypeError(`${JSON.stringify(host)} is neither a host name nor an IP address`);
  }
}
