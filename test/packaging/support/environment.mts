const ours =
  /^(AWS_|PULUMI_|NODE_(ENV|PATH|TEST_CONTEXT)$|npm_(?!config_)|npm_config_(local_prefix|prefix)$)/;

/**
 * The environment of a machine that has a Pulumi CLI and npm, and no AWS account: the tests' own settings, and
 * those of the npm script that runs them, stay out of it. What npm needs to reach its registry stays in.
 */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return {
    ...Object.fromEntries(inherited),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    ...more,
  };
}
