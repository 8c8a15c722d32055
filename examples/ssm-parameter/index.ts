import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";

const encoder = new ParticipantToken("encoder", {
  stageArn: new pulumi.Config().require("stageArn"),
  userId: "encoder-1",
  duration: "12h",
  rotateBefore: "4h",
});

const parameter = new aws.ssm.Parameter("encoder-token", {
  type: aws.ssm.ParameterType.SecureString,
  value: encoder.token,
  // Set by the same call as the value, so it never speaks of another token. Tags would take a call of their own.
  description: pulumi.interpolate`IVS Real-Time participant token of encoder-1, expires ${encoder.expirationTime}`,
});

export const parameterName = parameter.name;
export const { expirationTime, rotationTime } = encoder;
