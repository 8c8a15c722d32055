import { skip } from "../../support/sts.mts";
import { asSection, asSettings, asVariables, keys } from "../support/given.mts";
import {
  config,
  configFile,
  environment,
  file,
  input,
  nowhere,
  type Place,
  type Row,
  within,
} from "../support/row.mts";
import { type Seen, signer } from "../support/wire.mts";
import type { World } from "../support/world.mts";

const { near, own, aws, env, file: filed, other } = keys;
const [nearId, ownId, awsId, envId, fileId] = [near, own, aws, env, filed].map((pair) => pair.accessKeyId);

/** Who calls: keys, profiles and the files that hold them. */
export function identityRows({ emulators }: World): Row[] {
  const base = { env: { AWS_ENDPOINT_URL_IVS_REALTIME: emulators.main.url } };
  const inFiles = ["near", "own", "aws", "env", "other"] as const;
  const profiles = inFiles.map((name) => asSection(name, keys[name])).join("\n");
  const folder = Object.fromEntries(inFiles.map((name) => [`my/${name}`, asSection("default", keys[name])]));
  /** Files that a setting names. */
  const named = (name: string, variable: string, otherwise: Place): Row => ({
    shows: [name],
    base: { ...base, files: folder },
    places: [
      ...within(
        name,
        [["{home}/my/own", "{home}/my/near"], nearId],
        [["{home}/my/near", "{home}/my/own"], ownId],
        [["{home}/my/aws"], awsId],
      ),
      environment({ [variable]: "{home}/my/env" }, envId),
      otherwise,
    ],
    sees: signer,
  });
  return [
    {
      shows: ["accessKey", "secretKey", "token"],
      base,
      places: [
        input(asSettings(near), nearId),
        config(asSettings(own, "ivs-realtime:"), ownId),
        config(asSettings(aws, "aws:"), awsId),
        environment(asVariables(env), envId),
        file(".aws/credentials", asSection("default", filed), fileId),
      ],
      sees: signer,
    },
    {
      shows: ["profile"],
      base: { ...base, files: { ".aws/credentials": `${profiles}\n${asSection("default", filed)}` } },
      places: [
        ...within("profile", ["near", nearId], ["own", ownId], ["aws", awsId]),
        environment({ AWS_PROFILE: "env" }, envId),
        environment({ AWS_DEFAULT_PROFILE: "other" }, other.accessKeyId),
        { name: "the default profile", given: {}, seen: fileId },
      ],
      sees: signer,
    },
    named("sharedConfigFiles", "AWS_CONFIG_FILE", configFile(asSection("default", filed), fileId)),
    named(
      "sharedCredentialsFiles",
      "AWS_SHARED_CREDENTIALS_FILE",
      file(".aws/credentials", asSection("default", filed), fileId),
    ),
  ];
}

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
      places: [...within("assumeRoles", [chains[0], "filed near"]), ...filedRole()],
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

function filedRole(): Place[] {
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
