import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";
import { EnvironmentFile } from "./environmentFile";

const config = new pulumi.Config();

// For a `pulumi up` each night: the window is longer than the time between two of them.
const host = new ParticipantToken("host", {
  stageArn: config.require("stageArn"),
  userId: "encoder-1",
  capabilities: ["PUBLISH"],
  duration: "7d",
  rotateBefore: "2d",
});

const encoder = new EnvironmentFile("encoder", {
  path: resolve(config.require("path")),
  variables: { IVS_TOKEN: host.token },
});

export const path = encoder.path;
export const { expirationTime, rotationTime } = host;
