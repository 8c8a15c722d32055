import * as pulumi from "@pulumi/pulumi";

type Values = Record<string, unknown>;

/**
 * The input `aws` with its secrets made secret, whoever forgot to: keys, external IDs, OIDC tokens, and proxy URLs
 * that hold a password. Each stays where it is, so that the rest can be seen in a preview.
 */
export function secretSettings(aws: unknown): unknown {
  if (aws === undefined || aws === null) return aws;
  if (!isPlain(aws)) return known(aws).apply((value) => known(secretSettings(value)));
  return Object.fromEntries(
    Object.entries(aws).map(([name, value]) => [name, makeSecret[name]?.(value) ?? value]),
  );
}

const known = (value: unknown) => pulumi.output(value as object) as pulumi.Output<unknown>;
const whole = (value: unknown) => (value == null ? value : pulumi.secret(value));
const withPassword = (given: unknown) =>
  known(given).apply((url) => (hasPassword(url) ? pulumi.secret(url) : known(url)));
const member = (name: string) => (given: unknown) =>
  known(given).apply((value) =>
    isPlain(value) && value[name] != null
      ? known({ ...value, [name]: pulumi.secret(value[name]) })
      : known(value),
  );

const makeSecret: Record<string, (value: unknown) => unknown> = {
  accessKey: whole,
  secretKey: whole,
  token: whole,
  httpProxy: withPassword,
  httpsProxy: withPassword,
  assumeRoleWithWebIdentity: member("webIdentityToken"),
  assumeRoles: (given) =>
    known(given).apply((roles) => known(Array.isArray(roles) ? roles.map(member("externalId")) : roles)),
};

function isPlain(value: unknown): value is Values {
  return (
    typeof value === "object" &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value))
  );
}

function hasPassword(url: unknown): boolean {
  return typeof url === "string" && url.includes("@");
}
