import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";

const recorder = new ParticipantToken("recorder", {
  stageArn: new pulumi.Config().require("stageArn"),
  userId: "recorder",
  capabilities: ["SUBSCRIBE"],
  duration: "7d",
  // The schedules run every 12 hours: also the run after a missed one comes in time.
  rotateBefore: "2d",
});

export const { token, participantId, expirationTime, rotationTime } = recorder;
