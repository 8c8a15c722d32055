import {
  type Credentials,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from "pulumi-ivs-realtime/emulator";
import { otherStages, stageArn } from "../../support/emulators.mts";
import { elsewhere } from "./elsewhere.mts";

/** The hosts of AWS that the certificate is good for. Only proxies lead there. */
const hosts = ["ivsrealtime", "ivsrealtime-fips"].flatMap((name) =>
  ["amazonaws.com", "api.aws"].map((domain) => `${name}.us-west-2.${domain}`),
);

/** One for each place that may name an endpoint, `main` for all else, and two with certificates of their own. */
export type Emulators = Readonly<Record<(typeof plain)[number] | "tls" | "otherTls", Emulator>>;
const plain = ["main", "near", "own", "aws", "env", "general", "file", "fileGeneral"] as const;

export async function startEmulators(
  credentials: (id: string) => Credentials | undefined,
): Promise<Emulators> {
  const start = async (name: string, options: EmulatorOptions = {}) => {
    const emulator = await startEmulator({ credentials, stages: [stageArn, ...otherStages], ...options });
    return [name, emulator];
  };
  return Object.fromEntries([
    ...(await Promise.all(plain.map((name) => start(name)))),
    await start("tls", { tls: { hosts: [...hosts, elsewhere] } }),
    await start("otherTls", { tls: true }),
  ]);
}
