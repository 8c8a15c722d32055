import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";
import { TokenFile } from "./tokenFile";

const config = new pulumi.Config();

const kiosk = new ParticipantToken("kiosk", {
  stageArn: config.require("stageArn"),
  userId: "kiosk-1",
  capabilities: ["SUBSCRIBE"],
  duration: "7d",
  rotateBefore: "2d",
});

// Depends on the token, so a rotation updates it after the new token is there and before the old one goes.
const file = new TokenFile("tokenFile", { path: resolve(config.require("tokenFile")), token: kiosk.token });

export const tokenFile = file.path;
export const expirationTime = kiosk.expirationTime;
export const rotationTime = kiosk.rotationTime;
