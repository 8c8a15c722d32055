import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";
import { hostsFrom } from "./hostsFrom";

const config = new pulumi.Config();
const stageArn = config.require("stageArn");

export const tokens: Record<string, pulumi.Output<string>> = {};
for (const host of hostsFrom(config.requireObject("hosts"))) {
  // Named by its holder and not by its place in the list, so that a new order changes nothing.
  tokens[host.userId] = new ParticipantToken(host.userId, { stageArn, ...host }).token;
}
