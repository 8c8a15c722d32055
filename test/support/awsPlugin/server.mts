import { createRequire } from "node:module";
import type { ConfigureRequest, InvokeRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import { type Aws, awsIn, type Surroundings } from "./aws.mts";
import { Empty, grpc, plugin, provider, ResourceProviderService } from "./rpc.mts";
import { unary } from "./unary.mts";
import { check } from "./verbs/check.mts";
import { create } from "./verbs/create.mts";
import { diff } from "./verbs/diff.mts";
import { read } from "./verbs/read.mts";
import { remove } from "./verbs/remove.mts";
import { update } from "./verbs/update.mts";

const { version } = createRequire(import.meta.url)("@pulumi/aws/package.json") as { version: string };

/** A stand-in for pulumi-resource-aws that listens. */
interface AwsPlugin {
  /** What attaches `pulumi` to it. */
  readonly environment: NodeJS.ProcessEnv;
  close(): void;
}

/** Starts a stand-in that knows the resource types of `resourceTypes.mts`, in this process. */
export async function startAwsPlugin(surroundings: Surroundings): Promise<AwsPlugin> {
  const server = new grpc.Server();
  server.addService(ResourceProviderService, methods(surroundings));
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return {
    environment: { PULUMI_DEBUG_PROVIDERS: `aws:${port}` },
    close: () => server.forceShutdown(),
  };
}

function methods(surroundings: Surroundings) {
  let aws: ReturnType<typeof awsIn>;
  const calling = <Request extends { getUrn(): string }, Answer>(
    verb: (request: Request, aws: Aws) => Promise<Answer>,
  ) => unary((request: Request) => verb(request, aws(request.getUrn())));
  return {
    attach: unary(async () => new Empty()),
    cancel: unary(async () => new Empty()),
    getPluginInfo: unary(async () => new plugin.PluginInfo().setVersion(version)),
    getSchema: unary(async () => new provider.GetSchemaResponse().setSchema("{}")),
    configure: unary(async (request: ConfigureRequest) => {
      const region = request.getVariablesMap().get("aws:config:region");
      if (region === undefined) throw new Error("aws:region isn't set");
      aws = awsIn(region, surroundings);
      return new provider.ConfigureResponse().setAcceptsecrets(true);
    }),
    invoke: unary(async (request: InvokeRequest) => {
      throw new Error(`test/support/awsPlugin has no function ${request.getTok()}`);
    }),
    check: unary(check),
    diff: unary(diff),
    create: calling(create),
    read: calling(read),
    update: calling(update),
    delete: calling(remove),
  };
}
