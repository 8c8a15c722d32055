import { readFile } from "node:fs/promises";

/** A resource as it lies in a state file. */
interface StateResource {
  readonly urn: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The resources of a state file, without the stack itself and the providers. */
export interface StackState {
  readonly names: readonly string[];
  /** The one resource of that name that isn't waiting to be deleted. */
  get(name: string): StateResource;
  /** Those that wait to be deleted. */
  readonly pending: readonly StateResource[];
}

export async function stackState(path: string): Promise<StackState> {
  const file = JSON.parse(await readFile(path, "utf8")) as {
    checkpoint: { latest: { resources?: StateResource[] } };
  };
  const all = (file.checkpoint.latest.resources ?? []).filter(({ urn }) => !/::pulumi:[^$]*$/.test(urn));
  const current = all.filter((resource) => !resource.delete);
  const nameOf = ({ urn }: StateResource) => urn.split("::").at(-1) ?? "";
  return {
    names: current.map(nameOf),
    pending: all.filter((resource) => resource.delete),
    get(name) {
      const [found, ...others] = current.filter((resource) => nameOf(resource) === name);
      if (!found || others.length > 0) throw new Error(`${name}: ${current.map(nameOf).join(", ")}`);
      return found;
    },
  };
}

/**
 * The provider as every state that was ever written holds it. A release that writes another text has to keep
 * this one working too: the fixtures below `test/packaging/state/` are deleted with it.
 */
export const goldenProviderText =
  'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-ivs-realtime/provider")';
