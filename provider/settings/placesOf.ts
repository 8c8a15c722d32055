import type { Place } from "./place.js";
import { type Setting, type SettingName, settingsTable } from "./settingsTable.js";
import type { SettingsSources } from "./sources.js";

/** Every place where a setting stands, the nearest first. An empty text is no value, but for an endpoint's. */
export function placesOf(name: SettingName, sources: SettingsSources): Place[] {
  const setting: Setting = settingsTable[name];
  const { input, config } = sources;
  const declared: Place[] = [
    { level: "input", from: `the input aws.${name}`, raw: input[name] },
    { level: "ivs-realtime", from: `stack config ivs-realtime:${name}`, raw: config(`ivs-realtime:${name}`) },
  ];
  const shared: Place = {
    level: "aws",
    from: `stack config aws:${name}`,
    raw: setting.inAwsConfig ? config(`aws:${name}`) : undefined,
  };
  // Left empty by a script, an endpoint would send a stack that is meant for an emulator to AWS.
  const given = ({ raw }: Place) => raw != null && (raw !== "" || setting.emptyIsWrong);
  return [
    ...declared.filter(given),
    ...[shared, ...outside(setting, sources)].filter(({ raw }) => raw != null && raw !== ""),
  ];
}

function outside(setting: Setting, sources: SettingsSources): Place[] {
  const { env, shared } = sources;
  const { env: names = [], fromEnv, shared: key, service, canBeIgnored } = setting;
  if (canBeIgnored && env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true") return [];
  const variables = (fromEnv ? names.slice(0, 1) : names).map(
    (name): Place => ({
      level: "environment",
      from: `environment ${name}`,
      raw: fromEnv ? fromEnv(env) : env[name],
    }),
  );
  if (key === undefined || shared === undefined) return variables;
  if (canBeIgnored && shared.get("ignore_configured_endpoint_urls")?.toLowerCase() === "true")
    return variables;
  const raw = (service && shared.get(key, service)) || shared.get(key);
  return [...variables, { level: "shared", from: `${key} in the shared config file`, raw }];
}
