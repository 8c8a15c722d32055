import type { Fault } from "ivs-realtime-emulator";
import { otherStages } from "../../support/emulators.mts";
import { asVariables, keys } from "../support/given.mts";
import { configFile, environment, nowhere, type Row, within } from "../support/row.mts";
import { outcome, type Seen } from "../support/wire.mts";
import { fromElsewhere, type World } from "../support/world.mts";

/** How calls are made, and how long they may take. */
export function callRows({ emulators, proxies }: World): Row[] {
  const { main, tls } = emulators;
  const env = { ...asVariables(keys.env), AWS_ENDPOINT_URL_IVS_REALTIME: main.url };
  const during = (fault: Fault) => () => main.fault(fault);
  const once = { env: { ...env, AWS_MAX_ATTEMPTS: "1" } };
  return [
    {
      shows: ["maxRetries"],
      base: { env },
      during: during({ status: 503 }),
      places: [
        ...within("maxRetries", [0, 1], [2, 3], [1, 2]),
        environment({ AWS_MAX_ATTEMPTS: "4" }, 4),
        configFile("[default]\nmax_attempts = 2\n", 2),
      ],
      sees: ({ requests }) => requests.length,
    },
    {
      shows: ["retryMode"],
      base: { env },
      places: [
        ...within("retryMode", ["adaptive", "F"], ["standard", "E"], ["adaptive", "F"]),
        environment({ AWS_RETRY_MODE: "standard" }, "E"),
        configFile("[default]\nretry_mode = adaptive\n", "F"),
        nowhere("E"),
      ],
      // The SDK tells its features by letters: E is the standard mode, F the adaptive one.
      sees: ({ requests }) =>
        /\bm\/(\S+)/
          .exec(requests.at(-1)?.userAgent ?? "")?.[1]
          ?.split(",")
          .find((feature) => feature === "E" || feature === "F"),
    },
    {
      shows: ["skipSigning"],
      base: { env },
      places: within("skipSigning", [true, false], [false, true]),
      sees: ({ requests }) => requests.map(({ accessKeyId }) => accessKeyId !== undefined).at(-1),
    },
    {
      shows: ["readTimeout"],
      base: once,
      during: during({ delayMs: 1500 }),
      places: [...within("readTimeout", [0, "created"], [1, "TimeoutError"]), nowhere("created")],
      sees: end,
    },
    {
      shows: ["connectTimeout"],
      base: {
        env: { ...once.env, AWS_ENDPOINT_URL_IVS_REALTIME: tls.url.replace("127.0.0.1", "0.0.0.0") },
        config: { "ivs-realtime:insecure": "true", "ivs-realtime:httpsProxy": proxies.silent.url },
        aws: { totalTimeout: 3 },
      },
      places: within("connectTimeout", [0, "NoAnswerInTime"], [1, "TimeoutError"]),
      sees: end,
    },
    {
      shows: ["totalTimeout"],
      base: once,
      during: during({ delayMs: 60_000 }),
      places: within("totalTimeout", [1, "1 s"], [2, "2 s"]),
      sees: ({ failure, seconds }) => {
        const limit = /\b(\d+) s\b.*totalTimeout/.exec(failure ?? "")?.[1];
        return seconds >= Number(limit) - 0.05 ? `${limit} s` : `ended after ${seconds} s`;
      },
    },
    {
      shows: ["createsPerSecond"],
      base: { env },
      tokens: 3,
      // The least time that three calls take.
      places: [...within("createsPerSecond", [1, 1.95], [2, 0.95]), nowhere(0)].map(
        // The pace is an account's: each has one to itself.
        (place, index) => ({ ...place, given: { ...place.given, inputs: { stageArn: otherStages[index] } } }),
      ),
      sees: ({ failure, seconds }, least) => failure ?? Math.min(seconds, Number(least)),
    },
    {
      shows: ["debug"],
      base: { env },
      places: [...within("debug", [false, false], [true, true]), nowhere(false)],
      sees: ({ said }) => said.length > 0,
    },
  ];
}

/** The name of what a call ended with, as it stands at an error's end. */
function end({ failure = "[created]" }: Seen): string | undefined {
  return /\[(\w+)[^[]*\]$/.exec(failure)?.[1];
}

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
