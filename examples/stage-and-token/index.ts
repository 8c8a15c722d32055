import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";

const stage = new aws.cloudcontrol.Resource("stage", {
  typeName: "AWS::IVS::Stage",
  desiredState: JSON.stringify({ Name: new pulumi.Config().require("stageName") }),
});

const host = new ParticipantToken("host", {
  // Its ARN. The one in stage.properties is unknown in the preview of any change of the stage, which would then show a
  // new token where there will be none.
  stageArn: stage.id,
  userId: "bob",
  duration: "12h",
  rotateBefore: "4h",
});

export const stageArn = stage.id;
export const { token, expirationTime, rotationTime } = host;
