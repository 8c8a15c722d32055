/** The stage that every emulator starts with. */
export const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
