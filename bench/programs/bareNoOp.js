// The no-op once more, without what Pulumi's serializer of closures takes: the text that it would write is written by hand.
const pulumi = require("@pulumi/pulumi");

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const provider =
  'exports.handler=()=>({create:async(i)=>({id:i.userId,outs:{...i,token:"x".repeat(process.env.BENCH_LENGTH)}})})';

class NoOp extends pulumi.CustomResource {
  /** @param {string} name @param {Record<string, unknown>} args */
  constructor(name, args) {
    const props = { ...args, token: undefined, __provider: provider };
    super("pulumi-nodejs:dynamic:Resource", name, props, { additionalSecretOutputs: ["token"] });
  }
}

for (let i = 0; i < Number(process.env.BENCH_TOKENS); i++)
  new NoOp(`token-${i}`, { stageArn, userId: `user-${i}` });
