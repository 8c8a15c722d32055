import {
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-ivs-realtime";
import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import { type Aws, type TagMap, tagList, unlessGone } from "./aws.mts";
import type { ResourceType } from "./resourceTypes.mts";

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

interface StageArgs {
  readonly typeName: string;
  readonly desiredState: string;
}

/** Cloud Control's resources of type AWS::IVS::Stage. Of that type's properties none replaces the stage. */
export const stage: ResourceType<StageArgs, StageArgs & { readonly id: string }> = {
  inputs: ["typeName", "desiredState"],
  replacedBy: ["typeName"],
  async create(args, { ivs }) {
    const { name, tags } = settingsOf(args);
    const { stage } = await ivs.send(new CreateStageCommand({ name, tags }));
    return String(stage?.arn);
  },
  async read(arn, { ivs }) {
    const found = await unlessGone(ivs.send(new GetStageCommand({ arn })));
    if (found?.stage === undefined) return undefined;
    const { name: Name, tags, activeSessionId: ActiveSessionId } = found.stage;
    return { properties: JSON.stringify({ Arn: arn, Name, Tags: tagList(tags), ActiveSessionId }) };
  },
  async update({ id: arn }, args, _changed, { ivs }) {
    await ivs.send(new UpdateStageCommand({ arn, name: settingsOf(args).name }));
  },
  async delete({ id: arn }, { ivs }) {
    await unlessGone(ivs.send(new DeleteStageCommand({ arn })));
  },
};

function settingsOf({ typeName, desiredState }: StageArgs): { name?: string; tags?: TagMap } {
  if (typeName !== "AWS::IVS::Stage")
    throw new Error(`test/support/awsPlugin has no Cloud Control for ${typeName}`);
  const { Name, Tags = [] } = JSON.parse(desiredState) as {
    Name?: string;
    Tags?: { Key: string; Value: string }[];
  };
  const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  return { ...(Name === undefined ? {} : { name: Name }), tags };
}
