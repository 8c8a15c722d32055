/** A role by OIDC token as EKS and others set it up; one variable of the two alone means something else. */
export function webIdentityFromEnv(env: Readonly<Record<string, string | undefined>>): unknown {
  const { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: webIdentityTokenFile } = env;
  if (!roleArn || !webIdentityTokenFile) return undefined;
  return { roleArn, webIdentityTokenFile, sessionName: env.AWS_ROLE_SESSION_NAME };
}
