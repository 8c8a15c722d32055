// A dynamic resource that runs the AWS CLI once a token.
const pulumi = require("@pulumi/pulumi");

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

const provider = {
  /** @param {{ stageArn: string, userId: string }} inputs */
  async create({ stageArn, userId }) {
    const run = require("node:util").promisify(require("node:child_process").execFile);
    const args = ["--region", "us-west-2", "--stage-arn", stageArn, "--user-id", userId, "--output", "json"];
    const { stdout } = await run("aws", ["ivs-realtime", "create-participant-token", ...args]);
    const { participantId, token, expirationTime } = JSON.parse(stdout).participantToken;
    return { id: participantId, outs: { stageArn, userId, token, expirationTime } };
  },
};

class ParticipantToken extends pulumi.dynamic.Resource {
  /** @param {string} name @param {Record<string, unknown>} args */
  constructor(name, args) {
    const outputs = { token: undefined, expirationTime: undefined };
    super(provider, name, { ...args, ...outputs }, { additionalSecretOutputs: ["token"] });
  }
}

for (let i = 0; i < Number(process.env.BENCH_TOKENS); i++)
  new ParticipantToken(`token-${i}`, { stageArn, userId: `user-${i}` });
