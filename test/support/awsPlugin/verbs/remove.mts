import type { DeleteRequest } from "@pulumi/pulumi/proto/provider_pb.js";
import type { Aws } from "../aws.mts";
import { propertiesOf } from "../properties.mts";
import { resourceTypeOf } from "../resourceTypes.mts";
import { Empty } from "../rpc.mts";
import { unwrapped } from "../verbs.mts";

export async function remove(request: DeleteRequest, aws: Aws): Promise<InstanceType<typeof Empty>> {
  const { plain: state } = unwrapped(propertiesOf(request.getProperties()));
  await resourceTypeOf(request.getUrn()).delete({ ...state, id: request.getId() }, aws);
  return new Empty();
}
