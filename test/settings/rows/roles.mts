import { skip } from "../../support/sts.mts";
import { asSection, asVariables, keys } from "../support/given.mts";
import { configFile, environment, nowhere, type Place, type Row, within } from "../support/row.mts";
import type { Seen } from "../support/wire.mts";
import type { World } from "../support/world.mts";

const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

/** Roles, as STS is asked for them. */
export function roleRows({ emulators, sts }: World): Row[] {
  const endpoints = { AWS_ENDPOINT_URL_IVS_REALTIME: emulators.main.url, AWS_ENDPOINT_URL_STS: sts.url };
  const chains = [["near"], ["own", "second"], ["aws"]].map((names) =>
    names.map((name) => ({ roleArn: arn(name) })),
  );
  const token = (name: string) => ({ roleArn: arn(name), webIdentityToken: `hush-${name}` });
  return [
    {
      shows: ["assumeRoles"],
      base: { env: { ...endpoints, ...asVariables(keys.env) } },
      places: [
        ...within("assumeRoles", [chains[0], "near"], [chains[1], "own second"], [chains[2], "aws"]),
        nowhere(""),
      ],
      sees: rolesOf("AssumeRole"),
      skip,
    },
    {
      shows: ["assumeRoles"],
      base: { env: { ...endpoints, AWS_PROFILE: "filed" } },
      places: [...within("assumeRoles", [chains[0], "filed near"]), ...filed()],
      sees: rolesOf("AssumeRole"),
      skip,
    },
    {
      shows: ["assumeRoleWithWebIdentity"],
      base: { env: endpoints, files: { token: "hush-of-a-file" } },
      places: [
        ...within(
          "assumeRoleWithWebIdentity",
          [token("near"), "near"],
          [{ roleArn: arn("own"), webIdentityTokenFile: "{home}/token" }, "own"],
          [token("aws"), "aws"],
        ),
        environment({ AWS_ROLE_ARN: arn("env"), AWS_WEB_IDENTITY_TOKEN_FILE: "{home}/token" }, "env"),
        configFile(`[default]\nrole_arn = ${arn("file")}\nweb_identity_token_file = {home}/token\n`, "file"),
      ],
      sees: rolesOf("AssumeRoleWithWebIdentity"),
      skip,
    },
    {
      shows: ["endpoints"],
      base: {
        env: {
          ...asVariables(keys.env),
          AWS_ENDPOINT_URL_IVS_REALTIME: emulators.main.url,
        },
        config: { "ivs-realtime:assumeRoles": JSON.stringify(chains[0]) },
      },
      places: [
        ...within(
          "endpoints",
          [[{ sts: `${sts.url}/near` }], "/near"],
          [[{ sts: `${sts.url}/own` }], "/own"],
          [[{ sts: `${sts.url}/aws` }], "/aws"],
        ),
        environment({ AWS_ENDPOINT_URL_STS: `${sts.url}/env` }, "/env"),
        environment({ AWS_ENDPOINT_URL: `${sts.url}/general` }, "/general"),
        configFile(
          `[default]\nservices = here\n[services here]\nsts =\n  endpoint_url = ${sts.url}/file\n`,
          "/file",
        ),
      ],
      sees: ({ failure, calls }) => failure ?? calls[0]?.path?.replace(/\/$/, ""),
      skip,
    },
  ];
}

function filed(): Place[] {
  const role = `[profile filed]\nrole_arn = ${arn("filed")}\nsource_profile = pair\n`;
  const files = { ".aws/config": role, ".aws/credentials": asSection("pair", keys.file) };
  return [{ name: "a profile's role_arn and source_profile", given: { files }, seen: "filed" }];
}

/** The names of the roles, in the order in which they were asked for. */
function rolesOf(action: string): (seen: Seen) => string {
  return ({ calls }) =>
    calls
      .filter((call) => call.action === action)
      .map(({ parameters }) => parameters.RoleArn?.split("/").at(-1))
      .join(" ");
}
