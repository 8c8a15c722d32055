import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFile } from "./environmentFile";

const config = new pulumi.Config();
const userId = config.require("userId");
const producer = new pulumi.StackReference(config.require("producer"));

// A secret there, so a secret here.
const token = producer.requireOutput("tokens").apply((tokens: Record<string, unknown>) => {
  const found = tokens[userId];
  if (found === undefined) throw new pulumi.RunError(`The producer has no token for ${userId}`);
  // A secret that can't be decrypted here comes as {}, with no more than a note.
  if (typeof found !== "string") {
    throw new pulumi.RunError(
      `The token for ${userId} can't be decrypted here: are passphrase or key the producer's?`,
    );
  }
  return found;
});

const encoder = new EnvironmentFile("encoder", {
  path: resolve(config.require("path")),
  variables: { IVS_TOKEN: token },
});

export const path = encoder.path;
