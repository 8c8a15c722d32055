import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  type Runtime,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { unlessGone } from "./aws.mts";
import type { ResourceType } from "./resourceTypes.mts";

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

interface FunctionArgs {
  readonly name: string;
  readonly role: string;
  readonly runtime: Runtime;
  readonly handler: string;
  /** What `pulumi.asset.FileArchive` arrives as. */
  readonly code: { readonly path?: string };
  readonly environment?: { readonly variables?: Readonly<Record<string, string>> };
  readonly timeout: number;
}

export const lambdaFunction: ResourceType<FunctionArgs, FunctionArgs & { readonly id: string }> = {
  autonamed: true,
  defaults: { timeout: 3 },
  inputs: ["name", "role", "runtime", "handler", "environment", "timeout"],
  replacedBy: ["name"],
  async create(args, { lambda, zip }) {
    const ZipFile = await zip(folderOf(args));
    await lambda.send(
      new CreateFunctionCommand({ ...configuration(args), Code: { ZipFile }, Role: args.role }),
    );
    return args.name;
  },
  async read(FunctionName, { lambda }) {
    const found = await unlessGone(lambda.send(new GetFunctionConfigurationCommand({ FunctionName })));
    if (found === undefined) return undefined;
    return {
      arn: found.FunctionArn,
      name: found.FunctionName,
      role: found.Role,
      runtime: found.Runtime,
      handler: found.Handler,
      timeout: found.Timeout,
      codeSha256: found.CodeSha256,
      environment: found.Environment && { variables: found.Environment.Variables },
    };
  },
  async update(_state, args, changed, { lambda, zip }) {
    if (changed.includes("code")) {
      const ZipFile = await zip(folderOf(args));
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: args.name, ZipFile }));
    }
    if (changed.every((name) => name === "code")) return;
    await lambda.send(new UpdateFunctionConfigurationCommand({ ...configuration(args), Role: args.role }));
  },
  async delete({ name }, { lambda }) {
    await unlessGone(lambda.send(new DeleteFunctionCommand({ FunctionName: name })));
  },
};

function configuration({ name, runtime, handler, timeout, environment }: FunctionArgs) {
  const Environment = { Variables: environment?.variables };
  return { FunctionName: name, Runtime: runtime, Handler: handler, Timeout: timeout, Environment };
}

function folderOf({ code }: FunctionArgs): string {
  if (code.path === undefined)
    throw new Error("test/support/awsPlugin packs a FileArchive of a folder and no other");
  return code.path;
}
