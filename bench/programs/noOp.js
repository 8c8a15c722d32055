// The floor: the same program with a dynamic resource that does nothing. It answers with a secret as long as a token.
const pulumi = require("@pulumi/pulumi");

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

const provider = {
  /** @param {{ userId: string }} inputs */
  async create(inputs) {
    return { id: inputs.userId, outs: { ...inputs, token: "x".repeat(Number(process.env.BENCH_LENGTH)) } };
  },
};

class NoOp extends pulumi.dynamic.Resource {
  /** @param {string} name @param {Record<string, unknown>} args */
  constructor(name, args) {
    super(provider, name, { ...args, token: undefined }, { additionalSecretOutputs: ["token"] });
  }
}

for (let i = 0; i < Number(process.env.BENCH_TOKENS); i++)
  new NoOp(`token-${i}`, { stageArn, userId: `user-${i}` });
