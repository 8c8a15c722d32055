import { createRequire } from "node:module";
import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import type * as messages from "@pulumi/pulumi/proto/provider_pb.js";
import { awsIn, type Surroundings } from "./aws.mts";
import { changedInputs } from "./changedInputs.mts";
import { checkedInputs } from "./checkedInputs.mts";
import type { Properties } from "./resourceType.mts";
import { resourceTypeOf } from "./resourceTypes.mts";
import { Empty, grpc, plugin, provider, ResourceProviderService, Struct } from "./rpc.mts";
import { unwrapped, wrapped } from "./secrets.mts";
import { create, read, remove, update } from "./verbs.mts";

const { version } = createRequire(import.meta.url)("@pulumi/aws/package.json") as { version: string };

/** A stand-in for pulumi-resource-aws that listens. */
export interface AwsPlugin {
  /** What attaches `pulumi` to it. */
  readonly environment: NodeJS.ProcessEnv;
  close(): void;
}

/** Starts a stand-in that knows the resource types of `resourceTypes.mts`, in this process. */
export async function startAwsPlugin(surroundings: Surroundings): Promise<AwsPlugin> {
  const server = new grpc.Server();
  server.addService(ResourceProviderService, verbs(surroundings));
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return {
    environment: { PULUMI_DEBUG_PROVIDERS: `aws:${port}` },
    close: () => server.forceShutdown(),
  };
}

function verbs(surroundings: Surroundings) {
  let aws: ReturnType<typeof awsIn>;
  return {
    attach: unary(async () => new Empty()),
    cancel: unary(async () => new Empty()),
    getPluginInfo: unary(async () => new plugin.PluginInfo().setVersion(version)),
    getSchema: unary(async () => new provider.GetSchemaResponse().setSchema("{}")),
    configure: unary(async (request: messages.ConfigureRequest) => {
      const region = request.getVariablesMap().get("aws:config:region");
      if (region === undefined) throw new Error("aws:region is not set");
      aws = awsIn(region, surroundings);
      return new provider.ConfigureResponse().setAcceptsecrets(true);
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      throw new Error(`test/support/awsPlugin has no function ${request.getTok()}`);
    }),
    check: unary(async (request: messages.CheckRequest) => {
      const news = propertiesOf(request.getNews());
      const olds = unwrapped(propertiesOf(request.getOlds())).plain;
      const inputs = checkedInputs(resourceTypeOf(request.getUrn()), request.getUrn(), olds, news);
      return new provider.CheckResponse().setInputs(structOf(inputs));
    }),
    diff: unary(async (request: messages.DiffRequest) => diff(request)),
    create: unary(async (request: messages.CreateRequest) => {
      const { id, state } = await create(
        request.getUrn(),
        propertiesOf(request.getProperties()),
        aws(request.getUrn()),
      );
      return new provider.CreateResponse().setId(id).setProperties(structOf(state));
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const [olds, oldInputs] = [propertiesOf(request.getProperties()), propertiesOf(request.getInputs())];
      const found = await read(
        { id: request.getId(), urn: request.getUrn(), olds, oldInputs },
        aws(request.getUrn()),
      );
      const answer = new provider.ReadResponse();
      if (found === undefined) return answer;
      return answer.setId(found.id).setProperties(structOf(found.state)).setInputs(structOf(found.inputs));
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const oldInputs = propertiesOf(request.getOldInputs());
      const state = await update(
        { id: request.getId(), urn: request.getUrn(), olds, oldInputs, news },
        aws(request.getUrn()),
      );
      return new provider.UpdateResponse().setProperties(structOf(state));
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      await remove(
        request.getId(),
        request.getUrn(),
        propertiesOf(request.getProperties()),
        aws(request.getUrn()),
      );
      return new Empty();
    }),
  };
}

function diff(request: messages.DiffRequest): messages.DiffResponse {
  const { replacedBy, autonamed } = resourceTypeOf(request.getUrn());
  const [olds, oldInputs, news] = [request.getOlds(), request.getOldInputs(), request.getNews()].map(
    (struct) => unwrapped(propertiesOf(struct)).plain,
  ) as [Properties, Properties, Properties];
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
      .setDeletebeforereplace(replaces.length > 0 && autonamed === true && olds.name === news.name)
  );
}

function propertiesOf(struct: { toJavaScript(): object } | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

function structOf(properties: Properties) {
  return Struct.fromJavaScript(wrapped(properties, []) as Parameters<typeof Struct.fromJavaScript>[0]);
}

function unary<Request, Answer>(
  answer: (request: Request) => Promise<Answer>,
): handleUnaryCall<Request, Answer> {
  return ({ request }: ServerUnaryCall<Request, Answer>, callback) => {
    answer(request).then(
      (made) => callback(null, made),
      // What IVS says stands in a member that the SDK doesn't make the error's message.
      ({ message, exceptionMessage = message }: Error & { readonly exceptionMessage?: string }) =>
        callback({ code: grpc.status.UNKNOWN, details: exceptionMessage }),
    );
  };
}
