import { lambdaFunction } from "./iamAndLambda.mts";
import type { ResourceType } from "./resourceType.mts";
import { secretVersion } from "./secretsManager.mts";
import { stage } from "./ssmAndStage.mts";
import { parameter } from "./types/parameter.mts";
import { role } from "./types/role.mts";
import { rolePolicy } from "./types/rolePolicy.mts";
import { secret } from "./types/secret.mts";
import { secretTag } from "./types/secretTag.mts";

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
