import { loadSharedConfigFiles } from "@smithy/core/config";
import type { SharedConfig } from "../settings/reader.js";
import type { Settings } from "../settings/resolve.js";
import { sharedFiles } from "./sharedConfig.js";

/**
 * What the shared config files say under the active profile.
 *
 * @throws Error that names the setting, where a file that it names can't be read.
 */
export async function readSharedConfig(settings: Settings): Promise<SharedConfig> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles(await sharedFiles(settings));
  const profile = settings.activeProfile;
  const section = configFile[profile] ?? {};
  const services = configFile[`services.${section.services}`] ?? {};
  return {
    hasProfile: profile in configFile || profile in credentialsFile,
    get: (key, service) => (service === undefined ? section[key] : services[`${service}.${key}`]),
  };
}
