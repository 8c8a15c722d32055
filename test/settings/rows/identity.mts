import { asSection, asSettings, asVariables, keys } from "../support/given.mts";
import {
  config,
  configFile,
  environment,
  file,
  input,
  type Place,
  type Row,
  within,
} from "../support/row.mts";
import { signer } from "../support/wire.mts";
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
