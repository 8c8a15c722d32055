/** A key pair for each place that settings may come from, as the emulator knows them too. */
export const keys = Object.fromEntries(
  ["near", "own", "aws", "env", "file", "other"].map((place) => [place, keysOf(place)]),
) as Readonly<Record<"near" | "own" | "aws" | "env" | "file" | "other", Keys>>;

export interface Keys {
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
