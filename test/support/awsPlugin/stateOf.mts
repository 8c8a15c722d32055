import type { Aws } from "./aws.mts";
import type { Properties, ResourceType } from "./resourceType.mts";

/** The state of a resource that was just created or updated. */
export async function stateOf(
  type: ResourceType,
  id: string,
  { __defaults, ...args }: Properties,
  aws: Aws,
): Promise<Properties> {
  return { ...args, ...(await type.read(id, aws)), id, region: aws.region };
}
