import type { UpdateRequest, UpdateResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import type { Aws } from "../aws.mts";
import { changedInputs } from "../changedInputs.mts";
import { messageOf, propertiesOf } from "../properties.mts";
import { resourceTypeOf } from "../resourceTypes.mts";
import { provider } from "../rpc.mts";
import { stateOf } from "../stateOf.mts";
import { unwrapped, wrapped } from "../verbs.mts";

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
