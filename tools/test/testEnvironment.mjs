/** What of the reader's own would change what a test sees. */
const own = /^(AWS_|PULUMI_(ACCESS_TOKEN|BACKEND_URL|CONFIG_|HOME|STACK))/;

/**
 * @param {NodeJS.ProcessEnv} tools @param {{ python: string } | { missing: string }} conformance
 * @returns {NodeJS.ProcessEnv}
 */
export function testEnvironment(tools, conformance) {
  const kept = Object.entries(tools).filter(([name]) => !own.test(name) || keptForConformance(tools, name));
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: "true",
    ...("python" in conformance ? { CONFORMANCE_PYTHON: conformance.python } : {}),
  };
}

/** Against real AWS the conformance tests need the reader's credentials. @param {NodeJS.ProcessEnv} env @param {string} name */
function keptForConformance(env, name) {
  return name.startsWith("AWS_") && env.CONFORMANCE_AWS === "1";
}
