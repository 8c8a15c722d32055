import {
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-ivs-realtime";
import type { ResourceType } from "./resourceType.mts";
import { type TagMap, tagList } from "./tags.mts";
import { unlessGone } from "./unlessGone.mts";

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
