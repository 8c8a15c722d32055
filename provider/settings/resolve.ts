import { resolveEndpoints } from "./endpoints.js";
import { unknownNames } from "./names.js";
import { type Given, Reader } from "./reader.js";
import { resolveAccount } from "./resolveAccount.js";
import { resolveIdentity } from "./resolveIdentity.js";
import { resolveRegion } from "./resolveRegion.js";
import type { NamedFiles, Settings } from "./settings.js";
import type { SettingsSources } from "./sources.js";
import { unreadNames } from "./unreadNames.js";

/** What the settings come to for a stage. */
export interface Resolution {
  settings: Settings;
  /** What is wrong with them: each a sentence that names the setting, where it stands and what is allowed. */
  problems: string[];
  /** What is dangerous about them. */
  warnings: string[];
}

/** The one place where settings are resolved. Pure; never throws. */
export function resolveSettings(stageArn: string, sources: SettingsSources): Resolution {
  const reader = new Reader(sources);
  for (const problem of unknownNames(sources)) reader.problem(problem);
  const { ivs, sts } = resolveEndpoints(reader);
  const { identity, roles } = resolveIdentity(reader);
  const insecure = reader.read("insecure");
  const customCaBundle = reader.read("customCaBundle");
  if (insecure?.value && customCaBundle?.level === insecure.level) {
    reader.problem(
      `${insecure.from} contradicts ${customCaBundle.from}: one checks no certificate, the other which ones to take`,
    );
  }
  const settings: Settings = {
    account: resolveAccount(stageArn, reader),
    region: resolveRegion(stageArn, ivs !== undefined, reader),
    endpoint: ivs?.value,
    endpointFrom: ivs?.from,
    stsEndpoint: sts?.value,
    identity,
    roles,
    activeProfile: reader.read("profile")?.value ?? "default",
    sharedConfigFiles: namedFiles(reader.read("sharedConfigFiles")),
    sharedCredentialsFiles: namedFiles(reader.read("sharedCredentialsFiles")),
    insecure: reader.value("insecure"),
    customCaBundle: customCaBundle && { path: customCaBundle.value, from: customCaBundle.from },
    httpProxy: reader.read("httpProxy")?.value,
    httpsProxy: reader.read("httpsProxy")?.value,
    noProxy: reader.read("noProxy")?.value,
    maxAttempts: reader.value("maxRetries") + 1,
    retryMode: reader.value("retryMode"),
    useFipsEndpoint: reader.value("useFipsEndpoint"),
    useDualstackEndpoint: reader.value("useDualstackEndpoint"),
    readTimeout: reader.value("readTimeout"),
    connectTimeout: reader.value("connectTimeout"),
    totalTimeout: reader.value("totalTimeout"),
    createsPerSecond: reader.value("createsPerSecond"),
    debug: reader.value("debug"),
  };
  if ("profile" in identity && sources.shared?.hasProfile === false) {
    reader.problem(
      `${identity.from} is "${identity.profile}", a profile that no shared config or credentials file has`,
    );
  }
  return {
    settings,
    problems: reader.problems,
    warnings: [...unreadNames(sources), ...(insecure?.value ? [insecureWarning(insecure.from)] : [])],
  };
}

function namedFiles(given: Given<string[]> | undefined): NamedFiles | undefined {
  return given && { paths: given.value, from: given.from, required: given.level !== "environment" };
}

function insecureWarning(from: string): string {
  return (
    `Warning: insecure is on (${from}): certificates aren't checked and plain http is taken, so whoever is on the ` +
    "way to IVS Real-Time can read tokens and credentials."
  );
}
