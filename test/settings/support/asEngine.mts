import { unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";

/** What check answered as the engine hands it on: the host says that it accepts no secrets, so their marks are off. */
export function asEngine(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, unwrapRpcSecret(value)]));
}
