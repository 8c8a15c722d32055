const args = `{
  stageArn: "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh",
  userId: "bob",
  capabilities: ["PUBLISH"],
  duration: "12h",
  rotateBefore: "2h",
}`;

/** The same program in each kind of module that people write: one token, `host`, handed on as a stack output. */
export const programs = {
  commonjs: `const { ParticipantToken } = require("pulumi-ivs-realtime");
const host = new ParticipantToken("host", ${args});
exports.token = host.token;
`,
  module: `import { ParticipantToken } from "pulumi-ivs-realtime";
const host = new ParticipantToken("host", ${args});
export const token = host.token;
`,
  typescript: `import type { Output } from "@pulumi/pulumi";
import { ParticipantToken, type ParticipantTokenArgs } from "pulumi-ivs-realtime";
const args: ParticipantTokenArgs = ${args};
const host = new ParticipantToken("host", args);
export const token: Output<string> = host.token;
`,
};
