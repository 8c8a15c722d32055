/** The stage that every emulator starts with. */
export const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";

/** The type of the resource, as every state that was ever written has it. */
export const tokenType = "pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken";

/** The member by which Pulumi knows a secret, in state and on its wire, and its value: sdk/go/common/resource/properties.go. */
export const secretSignature = {
  key: "4dabf18193072939515e22adb298388d",
  value: "1b47061264138c4ac30d75fd1eb44270",
} as const;

/** A secret as a state has it, its text aside. */
export const secretMark: Readonly<Record<string, string>> = { [secretSignature.key]: secretSignature.value };
