import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";

const encoder = new ParticipantToken("encoder", {
  stageArn: new pulumi.Config().require("stageArn"),
  userId: "encoder-1",
  duration: "12h",
  rotateBefore: "4h",
});

const secret = new aws.secretsmanager.Secret(
  "encoder-token",
  { description: "IVS Real-Time participant token of encoder-1, kept valid by pulumi up" },
  // The Tags below: a refresh reads them as tags of the secret, and the next run would take them off it. So `tags` that
  // are added here later are never set, without a word: give each its own Tag too.
  { ignoreChanges: ["tags"] },
);

const current = new aws.secretsmanager.SecretVersion("encoder-token", {
  secretId: secret.id,
  secretString: encoder.token,
});

// Tags of their own rather than the secret's: those would change before the value does, and for that moment, or for good
// if it fails, speak of a token that isn't there yet.
for (const key of ["expirationTime", "rotationTime"] as const) {
  const value = pulumi.interpolate`${encoder[key]}`;
  new aws.secretsmanager.Tag(key, { secretId: secret.id, key, value }, { dependsOn: current });
}

export const secretArn = secret.arn;
export const { expirationTime, rotationTime } = encoder;
