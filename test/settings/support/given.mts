/** What a user may have set, anywhere. `{home}` in any text stands for the home folder. */
export interface Given {
  /** The resource's inputs beside `aws`. Default: a stage and a duration. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** The resource's own `aws` input. */
  readonly aws?: Readonly<Record<string, unknown>>;
  /** Stack config, by full key. */
  readonly config?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Files below the home folder. */
  readonly files?: Readonly<Record<string, string>>;
}

/** All that is given, of what two give the first one's. */
export function mergeGiven(...given: readonly Given[]): Required<Given> {
  const merged = <Part extends keyof Given>(part: Part) =>
    Object.assign({}, ...given.toReversed().map((one) => one[part])) as Required<Given>[Part];
  const [inputs, aws, config] = [merged("inputs"), merged("aws"), merged("config")];
  return { inputs, aws, config, env: merged("env"), files: merged("files") };
}

/** The same with the home folder's path filled in. */
export function inHome(given: Given, home: string): Given {
  return JSON.parse(JSON.stringify(given).replaceAll("{home}", home));
}

/** A key pair for each place that settings may come from, as the emulator knows them too. */
export const keys = Object.fromEntries(
  ["near", "own", "aws", "env", "file", "other"].map((place) => [place, keysOf(place)]),
) as Readonly<Record<"near" | "own" | "aws" | "env" | "file" | "other", Keys>>;

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

function keysOf(place: string): Keys {
  return {
    accessKeyId: `ASIA${place.toUpperCase().padEnd(16, "X")}`,
    secretAccessKey: `secret-key-of-${place}`,
    sessionToken: `session-token-of-${place}`,
  };
}

/** As the `aws` input or, by `ivs-realtime:` or `aws:`, as config takes them. */
export function asSettings({ accessKeyId, secretAccessKey, sessionToken }: Keys, prefix = "") {
  return {
    [`${prefix}accessKey`]: accessKeyId,
    [`${prefix}secretKey`]: secretAccessKey,
    [`${prefix}token`]: sessionToken,
  };
}

export function asVariables({ accessKeyId, secretAccessKey, sessionToken }: Keys) {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

/** As a section of a shared config or credentials file. */
export function asSection(section: string, { accessKeyId, secretAccessKey, sessionToken }: Keys): string {
  return [
    `[${section}]`,
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    `aws_session_token = ${sessionToken}`,
    "",
  ].join("\n");
}

/** One role to assume, as the input `aws` takes it and, as JSON, stack config. */
export const assumeRoles = [{ roleArn: "arn:aws:iam::123456789012:role/video" }];
