import { isIP } from "node:net";
import { randomId } from "../state/identifiers.js";

const hours = 60 * 60 * 1000;
const days = 24 * hours;

/** A certificate and its private key, both in PEM. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate that signs itself and nothing else, good for these hosts. */
export async function certificate(hosts: readonly string[]): Promise<Certificate> {
  const { generate } = await import("selfsigned");
  // The machine's clock: those who check the certificate don't know the emulator's.
  const now = Date.now();
  const { cert, private: key } = await generate(
    // A unique name: in a bundle of several, clients look the issuer up by its name.
    [{ name: "commonName", value: `ivs-realtime-emulator ${randomId(12)}` }],
    {
      keyType: "ec",
      algorithm: "sha256",
      notBeforeDate: new Date(now - hours),
      notAfterDate: new Date(now + 365 * days),
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, critical: true },
        { name: "extKeyUsage", serverAuth: true },
        { name: "subjectAltName", altNames: [...new Set(hosts)].map(altName) },
      ],
    },
  );
  return { cert: `${cert.trimEnd()}\n`, key };
}

function altName(host: string) {
  return isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const);
}

const name = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i;

/** Refuses what a certificate can't be good for. */
export function assertHost(host: string): void {
  if (isIP(host) === 0 && !name.test(host)) {
    throw new TypeError(`${JSON.stringify(host)} is neither a host name nor an IP address`);
  }
}
