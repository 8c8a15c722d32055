// What a good engineer would write instead: the AWS SDK in `create`, one client for all, a new token each half day.
const pulumi = require("@pulumi/pulumi");

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

const provider = {
  /** @param {{ stageArn: string, userId: string }} inputs */
  async create({ stageArn, userId }) {
    const { CreateParticipantTokenCommand, IVSRealTimeClient } = require("@aws-sdk/client-ivs-realtime");
    const shared = /** @type {{ ivs?: import("@aws-sdk/client-ivs-realtime").IVSRealTimeClient }} */ (
      globalThis
    );
    shared.ivs ??= new IVSRealTimeClient({ region: stageArn.split(":")[3] ?? "" });
    const { participantToken: made } = await shared.ivs.send(
      new CreateParticipantTokenCommand({ stageArn, userId }),
    );
    const outs = {
      stageArn,
      userId,
      token: made?.token,
      expirationTime: made?.expirationTime?.toISOString(),
    };
    return { id: made?.participantId ?? "", outs };
  },
};

class ParticipantToken extends pulumi.dynamic.Resource {
  /** @param {string} name @param {Record<string, unknown>} args @param {pulumi.CustomResourceOptions} opts */
  constructor(name, args, opts) {
    const outputs = { token: undefined, expirationTime: undefined };
    super(provider, name, { ...args, ...outputs }, { ...opts, additionalSecretOutputs: ["token"] });
  }
}

const replacementTrigger = Math.floor(Date.now() / 43_200_000);
for (let i = 0; i < Number(process.env.BENCH_TOKENS); i++)
  new ParticipantToken(`token-${i}`, { stageArn, userId: `user-${i}` }, { replacementTrigger });
