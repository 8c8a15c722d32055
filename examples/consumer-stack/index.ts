import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFile } from "./environmentFile";

const config = new pulumi.Config();
const userId = config.require("userId");
const producer = new pulumi.StackReference(config.require("producer"));

/** A secret there, so a secret here. */
export const token = producer.requireOutput("tokens").apply((tokens: Record<string, string>) => {
  if (tokens[userId] === undefined) throw new pulumi.RunError(`The producer has no token for ${userId}`);
  return tokens[userId];
});

const encoder = new EnvironmentFile("encoder", {
  path: resolve(config.require("path")),
  variables: { IVS_TOKEN: token },
});

export const path = encoder.path;
