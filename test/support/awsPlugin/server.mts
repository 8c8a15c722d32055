import { createRequire } from "node:module";
import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import type { ConfigureRequest, InvokeRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import { type Aws, awsIn, type PluginOptions } from "./aws.mts";
import { check, create, diff, read, remove, update } from "./verbs.mts";

const { version } = createRequire(import.meta.url)("@pulumi/aws/package.json") as { version: string };

/** A stand-in for pulumi-resource-aws that listens. */
interface AwsPlugin {
  /** What attaches `pulumi` to it. */
  readonly environment: NodeJS.ProcessEnv;
  close(): void;
}

/** Starts a stand-in that knows the resource types of `resourceTypes.mts`, in this process. */
export async function startAwsPlugin(options: PluginOptions): Promise<AwsPlugin> {
  const server = new grpc.Server();
  server.addService(ResourceProviderService, methods(options));
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return {
    environment: { PULUMI_DEBUG_PROVIDERS: `aws:${port}` },
    close: () => server.forceShutdown(),
  };
}

function methods(options: PluginOptions) {
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
      aws = awsIn(region, options);
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

// As @pulumi/pulumi sees them: messages are recognised by their classes, so there may be no second copy.
const pulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));

const grpc = pulumi("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
export const { Struct } = pulumi(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof import("google-protobuf/google/protobuf/struct_pb.js");
export const { Empty } = pulumi(
  "google-protobuf/google/protobuf/empty_pb.js",
) as typeof import("google-protobuf/google/protobuf/empty_pb.js");
export const provider = pulumi(
  "@pulumi/pulumi/proto/provider_pb.js",
) as typeof import("@pulumi/pulumi/proto/provider_pb.js");
const plugin = pulumi(
  "@pulumi/pulumi/proto/plugin_pb.js",
) as typeof import("@pulumi/pulumi/proto/plugin_pb.js");
const { ResourceProviderService } = pulumi("@pulumi/pulumi/proto/provider_grpc_pb.js") as {
  ResourceProviderService: import("@grpc/grpc-js").ServiceDefinition;
};

/** Lets gRPC call what answers by a promise. */
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
