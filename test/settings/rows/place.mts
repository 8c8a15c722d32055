import { asVariables, keys } from "../support/given.mts";
import { config, configFile, environment, input, nowhere, type Row, within } from "../support/row.mts";
import type { Seen } from "../support/wire.mts";
import { outcome, server } from "../support/wire.mts";
import type { World } from "../support/world.mts";

const [mine, another] = [["123456789012"], ["999999999999"]];

/** Where calls go. */
export function placeRows({ emulators, proxies }: World): Row[] {
  const { main, near, own, aws, env, general, file, fileGeneral, tls } = emulators;
  const signed = asVariables(keys.env);
  const base = { env: { ...signed, AWS_ENDPOINT_URL_IVS_REALTIME: main.url } };
  const toAws = {
    config: { "ivs-realtime:httpsProxy": proxies.own.url, "ivs-realtime:customCaBundle": "{home}/ca.pem" },
    env: signed,
    files: { "ca.pem": String(tls.certificate) },
  };
  const outside = [
    environment({ AWS_ENDPOINT_URL_IVS_REALTIME: env.url }, "env"),
    environment({ AWS_ENDPOINT_URL: general.url }, "general"),
    configFile(
      `[default]\nservices = here\n[services here]\nivs_realtime =\n  endpoint_url = ${file.url}\n`,
      "file",
    ),
  ];
  return [
    {
      shows: ["region"],
      base,
      places: [
        ...within("region", ["eu-west-1", "eu-west-1"], ["ap-south-1", "ap-south-1"]),
        {
          name: "the stage's ARN, whatever aws:region and the environment say",
          given: { config: { "aws:region": "sa-east-1" }, env: { AWS_REGION: "ca-central-1" } },
          seen: "us-west-2",
        },
      ],
      sees: ({ requests }) => requests.at(-1)?.region,
    },
    {
      shows: ["endpoint"],
      base: { env: signed },
      places: [...within("endpoint", [near.url, "near"], [own.url, "own"]), ...outside],
      sees: server,
    },
    {
      shows: ["endpoint"],
      base: { env: signed },
      places: [configFile(`[default]\nendpoint_url = ${fileGeneral.url}\n`, "fileGeneral")],
      sees: server,
    },
    {
      shows: ["endpoints"],
      base: { env: signed },
      places: [
        ...within(
          "endpoints",
          [[{ ivsrealtime: near.url }], "near"],
          [[{ ec2: "http://127.0.0.1:9" }, { ivsrealtime: own.url }], "own"],
          [[{ ivsrealtime: aws.url }], "aws"],
        ),
        ...outside,
      ],
      sees: server,
    },
    {
      shows: ["endpoint", "endpoints"],
      base: { env: signed },
      places: [
        input({ endpoints: [{ ivsrealtime: near.url }] }, "near"),
        config({ "ivs-realtime:endpoint": own.url }, "own"),
        config({ "aws:endpoints": JSON.stringify([{ ivsrealtime: aws.url }]) }, "aws"),
      ],
      sees: server,
    },
    {
      shows: ["allowedAccountIds"],
      base,
      places: [
        ...within(
          "allowedAccountIds",
          [another, "nothing sent"],
          [mine, "created"],
          [another, "nothing sent"],
        ),
        nowhere("created"),
      ],
      sees: outcome,
    },
    {
      shows: ["forbiddenAccountIds"],
      base,
      places: [
        ...within(
          "forbiddenAccountIds",
          [mine, "nothing sent"],
          [another, "created"],
          [mine, "nothing sent"],
        ),
        nowhere("created"),
      ],
      sees: outcome,
    },
    switched("useFipsEndpoint", toAws, "ivsrealtime-fips.us-west-2.amazonaws.com"),
    switched("useDualstackEndpoint", toAws, "ivsrealtime.us-west-2.api.aws"),
  ];
}

/** A switch that leads to another host. */
function switched(name: "useFipsEndpoint" | "useDualstackEndpoint", base: Row["base"], host: string): Row {
  const plain = "ivsrealtime.us-west-2.amazonaws.com";
  const word = name === "useFipsEndpoint" ? "use_fips_endpoint" : "use_dualstack_endpoint";
  return {
    shows: [name],
    base,
    places: [
      ...within(name, [true, host], [false, plain], [true, host]),
      environment({ [`AWS_${word.toUpperCase()}`]: "false" }, plain),
      configFile(`[default]\n${word} = true\n`, host),
      nowhere(plain),
    ],
    sees: ({ failure, proxied }: Seen) => failure ?? /CONNECT (.*):443$/.exec(proxied.at(-1) ?? "")?.[1],
  };
}
