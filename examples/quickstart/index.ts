import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";
import { EnvironmentFile } from "./environmentFile";

const config = new pulumi.Config();

const host = new ParticipantToken("host", {
  stageArn: config.require("stageArn"),
  userId: "encoder-1",
  attributes: { role: "host" },
  capabilities: ["PUBLISH", "SUBSCRIBE"],
  duration: config.get("duration") ?? "12h",
  rotateBefore: config.get("rotateBefore") ?? "2h",
});

// Depends on the token, so a rotation updates it after the new token is there and before the old one goes.
const encoder = new EnvironmentFile("encoder", {
  path: resolve("../../.state", `${pulumi.getStack()}-encoder.env`),
  variables: { IVS_TOKEN: host.token },
});

export const { token, participantId, expirationTime, rotationTime } = host;
export const environmentFile = encoder.path;
