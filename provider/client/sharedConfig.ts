import { readFile } from "node:fs/promises";
import { externalDataInterceptor, loadSharedConfigFiles } from "@smithy/core/config";
import type { SharedConfig } from "../settings/reader.js";
import type { NamedFiles, Settings } from "../settings/resolve.js";
import { expandTilde } from "../values/paths.js";
import { assertFileInMemory } from "./internals.js";

/** The files to read, as options of the AWS SDK. */
export async function sharedFiles(
  settings: Settings,
): Promise<{ configFilepath?: string; filepath?: string }> {
  const { sharedConfigFiles: config, sharedCredentialsFiles: credentials } = settings;
  return {
    ...(config && { configFilepath: await oneFile(config) }),
    ...(credentials && { filepath: await oneFile(credentials) }),
  };
}

/**
 * The SDK takes one file. Several are given to it as one that exists in memory only: later sections of the same name
 * add to earlier ones, and later settings win.
 */
async function oneFile({ paths, from, required }: NamedFiles): Promise<string> {
  const [only = ""] = paths;
  const texts = required || paths.length > 1 ? await Promise.all(paths.map((path) => read(path, from))) : [];
  if (paths.length === 1) return only;
  await assertFileInMemory();
  const name = `merged: ${JSON.stringify(paths)}`;
  externalDataInterceptor.interceptFile(name, texts.join("\n"));
  return name;
}

async function read(path: string, from: string): Promise<string> {
  try {
    return await readFile(expandTilde(path), "utf8");
  } catch (error) {
    throw new Error(`${from} names ${path}, which can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/**
 * The settings of the active profile in the shared config files.
 *
 * @throws Error that names the setting if a file that it names can't be read.
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
