import type { Aws } from "./aws.mts";
import { changedInputs } from "./changedInputs.mts";
import type { Properties, ResourceType } from "./resourceType.mts";
import { resourceTypeOf } from "./resourceTypes.mts";
import { unwrapped, wrapped } from "./secrets.mts";

/** A resource as it is to be stored, secrets wrapped. */
interface Stored {
  readonly id: string;
  readonly state: Properties;
}

export async function create(urn: string, inputs: Properties, aws: Aws): Promise<Stored> {
  const type = resourceTypeOf(urn);
  const { plain: args, secret } = unwrapped(inputs);
  const id = await type.create(args, aws);
  return { id, state: wrapped(await stateOf(type, id, args, aws), secret) };
}

export async function update(
  {
    id,
    urn,
    olds,
    oldInputs,
    news,
  }: { id: string; urn: string } & Record<"olds" | "oldInputs" | "news", Properties>,
  aws: Aws,
): Promise<Properties> {
  const type = resourceTypeOf(urn);
  if (type.update === undefined) throw new Error(`test/support/awsPlugin can't update ${urn}`);
  const [{ plain: state }, { plain: before }, { plain: args, secret }] = [olds, oldInputs, news].map(
    unwrapped,
  ) as [ReturnType<typeof unwrapped>, ReturnType<typeof unwrapped>, ReturnType<typeof unwrapped>];
  const changed = changedInputs(state, before, args);
  await type.update({ ...state, id }, args, changed, aws);
  return wrapped(await stateOf(type, id, args, aws), secret);
}

/** What is there now; nothing if it is gone. Without old inputs it is an import, or a look-up by ID. */
export async function read(
  { id, urn, olds, oldInputs }: { id: string; urn: string } & Record<"olds" | "oldInputs", Properties>,
  aws: Aws,
): Promise<(Stored & { readonly inputs: Properties }) | undefined> {
  const type = resourceTypeOf(urn);
  const found = await type.read(id, aws);
  if (found === undefined) return undefined;
  const [{ plain: state, secret: secretState }, { plain: before, secret: secretInputs }] = [
    unwrapped(olds),
    unwrapped(oldInputs),
  ];
  const now: Properties = { ...state, ...found, id, region: aws.region };
  const names = Object.keys(before).length > 0 ? Object.keys(before) : type.inputs;
  const inputs = Object.fromEntries(names.map((name) => [name, found[name] ?? before[name]]));
  const secret = [...secretState, ...secretInputs];
  return { id, state: wrapped(now, secret), inputs: wrapped(inputs, secret) };
}

export async function remove(id: string, urn: string, state: Properties, aws: Aws): Promise<void> {
  await resourceTypeOf(urn).delete({ ...unwrapped(state).plain, id }, aws);
}

async function stateOf(type: ResourceType, id: string, args: Properties, aws: Aws): Promise<Properties> {
  const { __defaults, ...given } = args;
  return { ...given, ...(await type.read(id, aws)), id, region: aws.region };
}
