import type { Aws } from "./aws.mts";
import { lambdaFunction, role, rolePolicy } from "./iamAndLambda.mts";
import { secret, secretTag, secretVersion } from "./secretsManager.mts";
import { parameter, stage } from "./ssmAndStage.mts";

/** All that the stand-in knows. */
const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "aws:cloudcontrol/resource:Resource": stage,
  "aws:iam/role:Role": role,
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:secretsmanager/tag:Tag": secretTag,
  "aws:ssm/parameter:Parameter": parameter,
};

export function resourceTypeOf(urn: string): ResourceType {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const found = resourceTypes[type];
  if (found === undefined) throw new Error(`test/support/awsPlugin has no ${type}`);
  return found;
}

/** Properties of a resource, secrets in plain. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the stand-in does with the resources of one type. */
export interface ResourceType<
  Args = object,
  State extends { readonly id: string } = { readonly id: string },
> {
  /** A `name` that isn't given is made up, as the real plugin does. */
  readonly autonamed?: boolean;
  /** What the arguments are if they aren't given. */
  readonly defaults?: Properties;
  /** All arguments, as an import needs them. */
  readonly inputs: readonly string[];
  /** Those of them that are secret, whether or not the program says so. */
  readonly secrets?: readonly string[];
  /** The arguments whose change replaces the resource. */
  readonly replacedBy: readonly string[];
  /** Resolves to the ID. */
  create(args: Args, aws: Aws): Promise<string>;
  /** What is known beside the arguments, and arguments that differ from those; nothing if it is gone. */
  read(id: string, aws: Aws): Promise<Properties | undefined>;
  /** For changes of the arguments that are named. */
  update?(state: State, args: Args, changed: readonly string[], aws: Aws): Promise<void>;
  delete(state: State, aws: Aws): Promise<void>;
}
