import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { ResourceType } from "../resourceType.mts";
import { unlessGone } from "../unlessGone.mts";

interface RoleArgs {
  readonly name: string;
  readonly assumeRolePolicy: string;
}

export const role: ResourceType<RoleArgs, RoleArgs & { readonly id: string }> = {
  autonamed: true,
  inputs: ["name", "assumeRolePolicy"],
  replacedBy: ["name"],
  async create({ name, assumeRolePolicy }, { iam }) {
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: assumeRolePolicy }));
    return name;
  },
  async read(RoleName, { iam }) {
    const found = await unlessGone(iam.send(new GetRoleCommand({ RoleName })));
    if (found?.Role === undefined) return undefined;
    const { Arn: arn, RoleName: name, AssumeRolePolicyDocument: policy = "" } = found.Role;
    return { arn, name, assumeRolePolicy: decodeURIComponent(policy) };
  },
  async update({ name }, { assumeRolePolicy }, _changed, { iam }) {
    const changed = { RoleName: name, PolicyDocument: assumeRolePolicy };
    await iam.send(new UpdateAssumeRolePolicyCommand(changed));
  },
  async delete({ name }, { iam }) {
    await unlessGone(iam.send(new DeleteRoleCommand({ RoleName: name })));
  },
};
