import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import type { Aws } from "../aws.mts";
import type { ResourceType } from "../resourceType.mts";
import { unlessGone } from "../unlessGone.mts";

interface ParameterArgs {
  readonly name: string;
  readonly type: "String" | "SecureString";
  readonly value: string;
  readonly description?: string;
}

export const parameter: ResourceType<ParameterArgs, ParameterArgs & { readonly id: string }> = {
  autonamed: true,
  inputs: ["name", "type", "value", "description"],
  secrets: ["value"],
  replacedBy: ["name"],
  async create(args, { ssm }) {
    await ssm.send(put(args, false));
    return args.name;
  },
  async read(Name, { ssm }: Aws) {
    const found = await unlessGone(ssm.send(new GetParameterCommand({ Name, WithDecryption: true })));
    if (found === undefined) return undefined;
    const { ARN: arn, Name: name, Type: type, Value: value, Version: version } = found.Parameter ?? {};
    const named = [{ Key: "Name", Option: "Equals", Values: [Name] }];
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({ ParameterFilters: named }));
    return { arn, name, type, value, version, description: Parameters[0]?.Description };
  },
  async update(_state, args, _changed, { ssm }) {
    await ssm.send(put(args, true));
  },
  async delete({ name }, { ssm }) {
    await unlessGone(ssm.send(new DeleteParameterCommand({ Name: name })));
  },
};

/** All of it in one call, so that no one sees one part without the others. */
function put({ name, type, value, description }: ParameterArgs, Overwrite: boolean): PutParameterCommand {
  return new PutParameterCommand({
    Name: name,
    Type: type,
    Value: value,
    Description: description,
    Overwrite,
  });
}
