import { packed } from "./packed.mts";

/** What a program asks for that uses this package, with an SDK of that version. */
export async function dependencies(sdk: string): Promise<Record<string, string>> {
  const { tarball } = await packed();
  return { "pulumi-ivs-realtime": `file:${tarball}`, "@pulumi/pulumi": sdk };
}
