/** The account whose stages and public keys are made here: the one of the AWS CLI's examples. */
export const account = "123456789012";
