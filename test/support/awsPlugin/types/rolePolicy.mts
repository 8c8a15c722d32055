import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { ResourceType } from "../resourceType.mts";
import { unlessGone } from "../unlessGone.mts";

interface RolePolicyArgs {
  readonly name: string;
  readonly role: string;
  readonly policy: string;
}

export const rolePolicy: ResourceType<RolePolicyArgs, RolePolicyArgs & { readonly id: string }> = {
  autonamed: true,
  inputs: ["name", "role", "policy"],
  replacedBy: ["name", "role"],
  async create(args, { iam }) {
    await iam.send(put(args));
    return `${args.role}:${args.name}`;
  },
  async read(id, { iam }) {
    const [RoleName, PolicyName] = id.split(":");
    const found = await unlessGone(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    if (found === undefined) return undefined;
    const { PolicyDocument = "" } = found;
    return { name: PolicyName, role: RoleName, policy: decodeURIComponent(PolicyDocument) };
  },
  async update(_state, args, _changed, { iam }) {
    await iam.send(put(args));
  },
  async delete({ role, name }, { iam }) {
    await unlessGone(iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: name })));
  },
};

function put({ name, role, policy }: RolePolicyArgs): PutRolePolicyCommand {
  return new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: policy });
}
