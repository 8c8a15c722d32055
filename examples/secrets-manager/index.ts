import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";

const encoder = new ParticipantToken("encoder", {
  stageArn: new pulumi.Config().require("stageArn"),
  userId: "encoder-1",
  duration: "12h",
  rotateBefore: "4h",
});

const secret = new aws.secretsmanager.Secret("encoder-token", {
  description: "IVS Real-Time participant token of encoder-1, kept valid by pulumi up",
});

new aws.secretsmanager.SecretVersion("encoder-token", {
  secretId: secret.id,
  // The times lie in the value, since tags of the secret would change before the value does: for that moment, or for
  // good if it fails, they would speak of a token that isn't there yet. This way they change as one.
  secretString: pulumi.jsonStringify({
    token: encoder.token,
    expirationTime: encoder.expirationTime,
    rotationTime: encoder.rotationTime,
  }),
});

export const secretArn = secret.arn;
export const { expirationTime, rotationTime } = encoder;
