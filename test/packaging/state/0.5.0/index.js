const { nextRotation, ParticipantToken } = require("pulumi-ivs-realtime");

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
// Both the same, so that one client serves both.
const aws = { accessKey: "test", secretKey: "test", readTimeout: 30 };
const host = new ParticipantToken("host", {
  stageArn,
  userId: "bob",
  attributes: { role: "host" },
  capabilities: ["PUBLISH", "SUBSCRIBE"],
  duration: "12h",
  rotateBefore: "2h",
  aws,
});
const guest = new ParticipantToken("guest", {
  stageArn,
  capabilities: ["SUBSCRIBE"],
  duration: 600,
  disconnectOnDelete: true,
  aws,
});

exports.host = host.token;
exports.guest = guest.token;
exports.rotateBy = nextRotation([host, guest]);
