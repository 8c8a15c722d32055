/** One role to assume, as the input `aws` takes it and, as JSON, stack config. */
export const assumeRoles = [{ roleArn: "arn:aws:iam::123456789012:role/video" }];
