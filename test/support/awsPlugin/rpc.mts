import { createRequire } from "node:module";

// As @pulumi/pulumi sees them: messages are recognised by their classes, so there may be no second copy.
const pulumi = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));

export const grpc = pulumi("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
export const { Struct } = pulumi(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof import("google-protobuf/google/protobuf/struct_pb.js");
export const { Empty } = pulumi(
  "google-protobuf/google/protobuf/empty_pb.js",
) as typeof import("google-protobuf/google/protobuf/empty_pb.js");
export const provider = pulumi(
  "@pulumi/pulumi/proto/provider_pb.js",
) as typeof import("@pulumi/pulumi/proto/provider_pb.js");
export const plugin = pulumi(
  "@pulumi/pulumi/proto/plugin_pb.js",
) as typeof import("@pulumi/pulumi/proto/plugin_pb.js");
export const { ResourceProviderService } = pulumi("@pulumi/pulumi/proto/provider_grpc_pb.js") as {
  ResourceProviderService: import("@grpc/grpc-js").ServiceDefinition;
};
