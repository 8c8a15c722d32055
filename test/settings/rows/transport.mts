import { asVariables, keys } from "../support/given.mts";
import { configFile, environment, nowhere, type Row, within } from "../support/row.mts";
import type { Seen } from "../support/wire.mts";
import { outcome } from "../support/wire.mts";
import type { World } from "../support/world.mts";
import { fromElsewhere } from "../support/world.mts";

/** How calls get there. */
export function transportRows({ emulators, proxies }: World): Row[] {
  const { main, tls, otherTls } = emulators;
  const env = asVariables(keys.env);
  const files = { "right.pem": String(tls.certificate), "wrong.pem": String(otherTls.certificate) };
  const [right, wrong] = ["{home}/right.pem", "{home}/wrong.pem"];
  const secure = { env: { ...env, AWS_ENDPOINT_URL: tls.url }, files };
  const config = { "ivs-realtime:insecure": "true" };
  const plainElsewhere = { config, env: { ...env, AWS_ENDPOINT_URL: fromElsewhere(main.url) } };
  const tlsElsewhere = { config, env: { ...env, AWS_ENDPOINT_URL: fromElsewhere(tls.url) } };
  const direct = ({ failure, proxied }: Seen) => failure ?? (proxied.length === 0 ? "direct" : "by proxy");
  return [
    {
      shows: ["insecure"],
      base: secure,
      places: within("insecure", [false, "nothing sent"], [true, "created"], [false, "nothing sent"]),
      sees: outcome,
    },
    {
      shows: ["customCaBundle"],
      base: secure,
      places: [
        ...within("customCaBundle", [right, "created"], [wrong, "nothing sent"], [right, "created"]),
        environment({ AWS_CA_BUNDLE: wrong }, "nothing sent"),
        configFile(`[default]\nca_bundle = ${right}\n`, "created"),
        nowhere("nothing sent"),
      ],
      sees: outcome,
    },
    proxied("httpProxy", plainElsewhere, proxies, /^(\w+): POST http:/),
    proxied("httpsProxy", tlsElsewhere, proxies, /^(\w+): CONNECT /),
    {
      shows: ["noProxy"],
      base: { ...plainElsewhere, env: { ...plainElsewhere.env, HTTP_PROXY: proxies.env.url } },
      places: [
        ...within("noProxy", ["example.com", "by proxy"], ["0.0.0.0", "direct"], ["example.com", "by proxy"]),
        environment({ NO_PROXY: "example.com,0.0.0.0" }, "direct"),
        environment({ no_proxy: "example.com" }, "by proxy"),
      ],
      sees: direct,
    },
  ];
}

/** A call by the proxy that stands nearest, or by none. */
function proxied(
  name: "httpProxy" | "httpsProxy",
  base: Row["base"],
  { near, own, aws, env, lowercase }: World["proxies"],
  pattern: RegExp,
): Row {
  const variable = name === "httpProxy" ? "HTTP_PROXY" : "HTTPS_PROXY";
  return {
    shows: [name],
    base,
    places: [
      ...within(name, [near.url, "near"], [own.url, "own"], [aws.url, "aws"]),
      environment({ [variable]: env.url }, "env"),
      environment({ [variable.toLowerCase()]: lowercase.url }, "lowercase"),
      nowhere("direct"),
    ],
    sees: ({ failure, proxied: lines }) => failure ?? pattern.exec(lines.at(-1) ?? "")?.[1] ?? "direct",
  };
}
