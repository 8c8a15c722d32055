import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ParticipantToken } from "pulumi-ivs-realtime";

const config = new pulumi.Config();

const bot = new ParticipantToken("bot", {
  stageArn: config.require("stageArn"),
  userId: "bot-1",
  duration: "12h",
  rotateBefore: "4h",
});

const secret = new aws.secretsmanager.Secret("bot-token");
new aws.secretsmanager.SecretVersion("bot-token", {
  secretId: secret.id,
  secretString: pulumi.jsonStringify({ token: bot.token, expirationTime: bot.expirationTime }),
});

const role = new aws.iam.Role("join", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
    ],
  }),
});
new aws.iam.RolePolicy("read-bot-token", {
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret.arn }],
  }),
});

const join = new aws.lambda.Function("join", {
  runtime: aws.lambda.Runtime.NodeJS24dX,
  handler: "index.handler",
  code: new pulumi.asset.FileArchive("function"),
  role: role.arn,
  timeout: 10,
  // Where the token is, and not the token: anyone who may see the function's configuration sees its environment.
  environment: { variables: { TOKEN_SECRET_ARN: secret.arn, BOT_URL: config.require("botUrl") } },
});

export const functionName = join.name;
export const secretArn = secret.arn;
export const { expirationTime, rotationTime } = bot;
