/** The stage of the examples in the AWS CLI's reference. */
export const exampleStage = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
