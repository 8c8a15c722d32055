import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";
import { EnvironmentFile } from "./environmentFile";

const config = new pulumi.Config();

const kiosk = new ParticipantToken("kiosk", {
  stageArn: config.require("stageArn"),
  userId: "kiosk-1",
  capabilities: ["SUBSCRIBE"],
  duration: "7d",
  rotateBefore: "2d",
});

// Depends on the token, so a rotation updates it after the new token is there and before the old one goes.
const file = new EnvironmentFile("tokenFile", {
  path: resolve(config.require("tokenFile")),
  variables: { IVS_TOKEN: kiosk.token },
});

export const tokenFile = file.path;
export const { expirationTime, rotationTime } = kiosk;
