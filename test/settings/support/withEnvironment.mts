const foreign = /^(AWS_.*|https?_proxy|no_proxy|all_proxy|NODE_USE_ENV_PROXY|NODE_EXTRA_CA_CERTS)$/i;

/** Runs with a home folder and variables as given and with nothing of the machine's own AWS or proxy settings. */
export async function withEnvironment<T>(
  home: string,
  env: Readonly<Record<string, string>>,
  run: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  const own = Object.keys(before).filter((name) => foreign.test(name));
  for (const name of own) delete process.env[name];
  Object.assign(process.env, { HOME: home, AWS_EC2_METADATA_DISABLED: "true" }, env);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
