import type { Settings } from "../../dist/provider/settings/resolve.js";
import { resolveSettings } from "../../dist/provider/settings/resolve.js";
import { stageArn } from "./stageArn.mts";

/** What settings come to where nothing is set but those of the input `aws`. */
export function settings(input: Record<string, unknown> = {}, more: Partial<Settings> = {}): Settings {
  const sources = { input, config: () => undefined, configKeys: [], env: {} };
  return { ...resolveSettings(stageArn, sources).settings, ...more };
}
