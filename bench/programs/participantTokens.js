// Ours, as the README shows it.
const { ParticipantToken } = require("pulumi-ivs-realtime");

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

for (let i = 0; i < Number(process.env.BENCH_TOKENS); i++)
  new ParticipantToken(`token-${i}`, { stageArn, userId: `user-${i}` });
