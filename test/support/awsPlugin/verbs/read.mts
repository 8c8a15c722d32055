import type { ReadRequest, ReadResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import type { Aws } from "../aws.mts";
import { messageOf, propertiesOf } from "../properties.mts";
import { resourceTypeOf } from "../resourceTypes.mts";
import { provider } from "../rpc.mts";
import { unwrapped, wrapped } from "../verbs.mts";

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
