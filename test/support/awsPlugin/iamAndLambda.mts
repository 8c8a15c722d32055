import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  type Runtime,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import type { ResourceType } from "./resourceType.mts";
import { unlessGone } from "./unlessGone.mts";

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
