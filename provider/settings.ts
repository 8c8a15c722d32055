/** Where calls go and as whom. What is left out is found by the AWS SDK's own default chain. */
export interface Settings {
  region: string;
  endpoint?: string;
  profile?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** Where settings come from: the stack's config by full key (`aws:profile`), and the environment. */
export interface SettingsSources {
  config: (key: string) => string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * The one place where settings are resolved, for one stage. An empty value counts as none, but for the endpoint.
 *
 * @throws Error with every wrong setting, the place it came from and what to do, before any call.
 */
export function resolveSettings(stageArn: string, { config, env }: SettingsSources): Settings {
  const get = (key: string) => config(key) || undefined;
  const endpoint = resolveEndpoint(config, env);
  const region = resolveRegion(stageArn, get("ivs-realtime:region"), endpoint.value !== undefined);
  const identity = resolveIdentity(get);
  const problems = [endpoint.problem, region.problem, identity.problem].filter(
    (problem) => problem !== undefined,
  );
  if (problems.length > 0) throw new Error(`the settings are wrong: ${problems.join("; ")}`);
  return {
    region: region.value,
    ...identity.value,
    ...(endpoint.value !== undefined && { endpoint: endpoint.value }),
  };
}

type Resolved<T> = { value: T; problem?: string };

function resolveEndpoint(
  config: SettingsSources["config"],
  env: SettingsSources["env"],
): Resolved<string | undefined> {
  // Left empty by a script, it would send a stack that is meant for an emulator to AWS.
  if (config("ivs-realtime:endpoint") === "") {
    const problem = "stack config ivs-realtime:endpoint is empty: give it a URL, or remove it to call AWS";
    return { value: undefined, problem };
  }
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true";
  const places: [string, string | undefined][] = [
    ["stack config ivs-realtime:endpoint", config("ivs-realtime:endpoint")],
    ["environment AWS_ENDPOINT_URL_IVS_REALTIME", ignored ? undefined : env.AWS_ENDPOINT_URL_IVS_REALTIME],
    ["environment AWS_ENDPOINT_URL", ignored ? undefined : env.AWS_ENDPOINT_URL],
  ];
  const [place, value] = places.find(([, text]) => text) ?? [];
  if (value === undefined) return { value };
  const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
  if (protocol === "http:" || protocol === "https:") return { value };
  return { value, problem: `${place} is no URL: write one like http://127.0.0.1:4599 or https://host` };
}

/** The stage's ARN decides; `aws:region` never does, as it is where the rest of the stack lives. */
function resolveRegion(
  stageArn: string,
  explicit: string | undefined,
  hasEndpoint: boolean,
): Resolved<string> {
  const region = stageArn.split(":")[3] ?? "";
  if (explicit === undefined || explicit === region) return { value: region };
  if (!/^[a-z0-9-]{1,32}$/.test(explicit)) {
    const problem = "stack config ivs-realtime:region is no region: write one like us-west-2, or remove it";
    return { value: region, problem };
  }
  if (hasEndpoint) return { value: explicit };
  return {
    value: region,
    problem:
      `stack config ivs-realtime:region is "${explicit}", but the stage ${stageArn} is in ${region}, so calls would ` +
      "go where the stage is not: remove it (the ARN's region is used), or set ivs-realtime:endpoint too",
  };
}

/** Keys win whole over a profile, as they do in @pulumi/aws; half a pair is an error rather than a fallback. */
function resolveIdentity(
  get: SettingsSources["config"],
): Resolved<Pick<Settings, "profile" | "credentials">> {
  const keys = ["aws:accessKey", "aws:secretKey", "aws:token"];
  const [accessKeyId, secretAccessKey, sessionToken] = keys.map(get);
  const odd = keys.filter((key) => /[^!-~]/.test(get(key) ?? ""));
  if (odd.length > 0) {
    return {
      value: {},
      problem: `stack config ${odd.join(" and ")} has white space or other characters that no key has`,
    };
  }
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return {
      value: { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } },
    };
  }
  if (accessKeyId ?? secretAccessKey ?? sessionToken) return { value: {}, problem: halfAPair(get) };
  const profile = get("aws:profile");
  return { value: profile === undefined ? {} : { profile } };
}

function halfAPair(get: SettingsSources["config"]): string {
  const named = (wanted: boolean) =>
    ["aws:accessKey", "aws:secretKey"].filter((key) => (get(key) !== undefined) === wanted).join(" and ");
  const set = [named(true), get("aws:token") === undefined ? "" : "aws:token"].filter(Boolean).join(" and ");
  return `stack config has ${set} without ${named(false)}: set both keys, or neither`;
}
