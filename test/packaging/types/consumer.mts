// A program as people write it, and what its compiler has to refuse.
import * as pulumi from "@pulumi/pulumi";
import {
  ParticipantToken,
  type ParticipantTokenArgs,
  type ParticipantTokenInputs,
} from "pulumi-ivs-realtime";
import * as provider from "pulumi-ivs-realtime/provider";

const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const secret = pulumi.secret("bob");
const plain: ParticipantTokenInputs = { stageArn, duration: 90, rotateBefore: "50s" };
const all: ParticipantTokenArgs = {
  stageArn: pulumi.output(stageArn),
  userId: secret,
  attributes: { role: secret },
  capabilities: ["PUBLISH", pulumi.output("SUBSCRIBE" as const)],
  duration: "12h",
  rotateBefore: Promise.resolve(120),
  autoRotate: undefined,
  disconnectOnDelete: true,
};
const host = new ParticipantToken("host", all, { protect: true });
export const outputs: [pulumi.Output<string>, pulumi.Output<number>, pulumi.Output<string | undefined>] = [
  host.token,
  host.duration,
  host.rotationTime,
];
new ParticipantToken("guest", plain, { dependsOn: host });

export const verb: (id: string, olds: Record<string, unknown>, news: Record<string, unknown>) => unknown =
  provider.diff;

// @ts-expect-error: a stage is needed
new ParticipantToken("none", {});
// @ts-expect-error: userId
new ParticipantToken("misspelled", { stageArn, userID: "bob" });
// @ts-expect-error: PUBLISH
new ParticipantToken("unheard", { stageArn, capabilities: ["PUBLISHER"] });
// @ts-expect-error: a map of strings
new ParticipantToken("number", { stageArn, attributes: { seat: 7 } });
// @ts-expect-error: an output is no input
new ParticipantToken("given", { stageArn, token: "t" });
// @ts-expect-error: a string is not a switch
new ParticipantToken("switch", { stageArn, autoRotate: "false" });
// @ts-expect-error: outputs are read only
host.token = pulumi.output("t");
// @ts-expect-error: a token is not known before it is minted
export const text: string = host.token;
// @ts-expect-error: the client and the rest of the inside are not public
export type Inside = typeof import("pulumi-ivs-realtime/dist/provider/client.js");
