import type { CreateRequest, CreateResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import type { Aws } from "../aws.mts";
import { messageOf, propertiesOf } from "../properties.mts";
import { resourceTypeOf } from "../resourceTypes.mts";
import { provider } from "../rpc.mts";
import { stateOf } from "../stateOf.mts";
import { unwrapped, wrapped } from "../verbs.mts";

export async function create(request: CreateRequest, aws: Aws): Promise<CreateResponse> {
  const type = resourceTypeOf(request.getUrn());
  const { plain: args, secret } = unwrapped(propertiesOf(request.getProperties()));
  const id = await type.create(args, aws);
  const state = wrapped(await stateOf(type, id, args, aws), secret);
  return new provider.CreateResponse().setId(id).setProperties(messageOf(state));
}
