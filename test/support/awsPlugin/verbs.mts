import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type {
  CheckRequest,
  CheckResponse,
  CreateRequest,
  CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ReadRequest,
  ReadResponse,
  UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import type { Struct as Message } from "google-protobuf/google/protobuf/struct_pb.js";
import { secretMark, secretSignature } from "../wellKnown.mts";
import type { Aws } from "./aws.mts";
import { type Properties, type ResourceType, resourceTypeOf } from "./resourceTypes.mts";
import { Empty, provider, Struct } from "./server.mts";

/** Adds defaults and a name: the one from before if that was made up, else a new one. */
export async function check(request: CheckRequest): Promise<CheckResponse> {
  const { autonamed = false, defaults = {} } = resourceTypeOf(request.getUrn());
  const inputs = { ...defaults, ...propertiesOf(request.getNews()) };
  const { plain: olds } = unwrapped(propertiesOf(request.getOlds()));
  const madeUp = autonamed && inputs.name === undefined ? madeUpName(request.getUrn(), olds) : {};
  return new provider.CheckResponse().setInputs(messageOf({ ...inputs, ...madeUp }));
}

function madeUpName(urn: string, olds: { readonly __defaults?: unknown; readonly name?: unknown }) {
  const before = (olds.__defaults as string[] | undefined)?.includes("name") ? olds.name : undefined;
  const name = before ?? `${urn.split("::").at(-1)}-${randomBytes(4).toString("hex").slice(0, 7)}`;
  return { name, __defaults: ["name"] };
}

export async function diff(request: DiffRequest): Promise<DiffResponse> {
  const { replacedBy, autonamed = false } = resourceTypeOf(request.getUrn());
  const { plain: olds } = unwrapped(propertiesOf(request.getOlds()));
  const { plain: oldInputs } = unwrapped(propertiesOf(request.getOldInputs()));
  const { plain: news } = unwrapped(propertiesOf(request.getNews()));
  const changed = changedInputs(olds, oldInputs, news);
  const replaces = changed.filter((name) => replacedBy.includes(name));
  const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
  const { UPDATE, UPDATE_REPLACE } = provider.PropertyDiff.Kind;
  const answer = new provider.DiffResponse();
  for (const name of changed) {
    const kind = replaces.includes(name) ? UPDATE_REPLACE : UPDATE;
    answer.getDetaileddiffMap().set(name, new provider.PropertyDiff().setKind(kind));
  }
  return (
    answer
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setReplacesList(replaces)
      .setHasdetaileddiff(true)
      // Two can't have one name, so the plugin of AWS deletes first where the program gave it.
      .setDeletebeforereplace(replaces.length > 0 && autonamed && olds.name === news.name)
  );
}

export async function create(request: CreateRequest, aws: Aws): Promise<CreateResponse> {
  const type = resourceTypeOf(request.getUrn());
  const { plain: args, secret } = unwrapped(propertiesOf(request.getProperties()));
  const id = await type.create(args, aws);
  const state = wrapped(await stateOf(type, id, args, aws), secret);
  return new provider.CreateResponse().setId(id).setProperties(messageOf(state));
}

/** Without old inputs it is an import, or a look-up by ID. An answer without an ID says that it is gone. */
export async function read(request: ReadRequest, aws: Aws): Promise<ReadResponse> {
  const [id, type, answer] = [request.getId(), resourceTypeOf(request.getUrn()), new provider.ReadResponse()];
  const found = await type.read(id, aws);
  if (found === undefined) return answer;
  const olds = unwrapped(propertiesOf(request.getProperties()));
  const oldInputs = unwrapped(propertiesOf(request.getInputs()));
  const before = Object.keys(oldInputs.plain);
  const names = before.length > 0 ? before : type.inputs;
  const inputs = Object.fromEntries(names.map((name) => [name, found[name] ?? oldInputs.plain[name]]));
  const secret = [...olds.secret, ...oldInputs.secret, ...(type.secrets ?? [])];
  const state = wrapped({ ...olds.plain, ...found, id, region: aws.region }, secret);
  return answer
    .setId(id)
    .setProperties(messageOf(state))
    .setInputs(messageOf(wrapped(inputs, secret)));
}

export async function update(request: UpdateRequest, aws: Aws): Promise<UpdateResponse> {
  const [id, urn] = [request.getId(), request.getUrn()];
  const type = resourceTypeOf(urn);
  if (type.update === undefined) throw new Error(`test/support/awsPlugin can't update ${urn}`);
  const { plain: olds } = unwrapped(propertiesOf(request.getOlds()));
  const { plain: oldInputs } = unwrapped(propertiesOf(request.getOldInputs()));
  const { plain: args, secret } = unwrapped(propertiesOf(request.getNews()));
  await type.update({ ...olds, id }, args, changedInputs(olds, oldInputs, args), aws);
  const state = wrapped(await stateOf(type, id, args, aws), secret);
  return new provider.UpdateResponse().setProperties(messageOf(state));
}

export async function remove(request: DeleteRequest, aws: Aws): Promise<InstanceType<typeof Empty>> {
  const { plain: state } = unwrapped(propertiesOf(request.getProperties()));
  await resourceTypeOf(request.getUrn()).delete({ ...state, id: request.getId() }, aws);
  return new Empty();
}

const internal = "__defaults";

/**
 * The inputs that differ: from the state, so that a refresh that saw another value counts, or, of those that aren't
 * given any more, from the inputs before.
 */
function changedInputs(state: Properties, oldInputs: Properties, news: Properties): string[] {
  const given = Object.keys(news).filter((name) => !isDeepStrictEqual(news[name], state[name]));
  const dropped = Object.keys(oldInputs).filter((name) => !(name in news));
  return [...given, ...dropped].filter((name) => name !== internal);
}

/** The state of a resource that was just created or updated. */
async function stateOf(
  type: ResourceType,
  id: string,
  { __defaults, ...args }: Properties,
  aws: Aws,
): Promise<Properties> {
  return { ...args, ...(await type.read(id, aws)), id, region: aws.region };
}

/** Properties as they arrive, secrets wrapped. */
function propertiesOf(message: Message | undefined): Properties {
  return (message?.toJavaScript() ?? {}) as Properties;
}

/** What is undefined can't be sent. */
function messageOf(properties: Properties): Message {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Struct.fromJavaScript(Object.fromEntries(entries) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** Properties in plain, and the names of those that held a secret at any depth. */
interface Unwrapped {
  readonly plain: Properties;
  readonly secret: readonly string[];
}

function unwrapped(properties: Properties): Unwrapped {
  const entries = Object.entries(properties);
  return {
    plain: Object.fromEntries(entries.map(([name, value]) => [name, plain(value)])),
    secret: entries.filter(([, value]) => holdsSecret(value)).map(([name]) => name),
  };
}

function wrapped(properties: Properties, names: Iterable<string>): Properties {
  const secrets = new Set(names);
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      value !== undefined && secrets.has(name) ? { ...secretMark, value } : value,
    ]),
  );
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (value[secretSignature.key] === secretSignature.value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function holdsSecret(value: unknown): boolean {
  if (!isObject(value)) return false;
  return value[secretSignature.key] === secretSignature.value || Object.values(value).some(holdsSecret);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
