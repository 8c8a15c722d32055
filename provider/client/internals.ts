import { existsSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { dirname, join } from "node:path";
import { fromIni } from "@aws-sdk/credential-providers";
import { externalDataInterceptor, loadSharedConfigFiles } from "@smithy/core/config";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { testedVersion } from "../values/version.js";
import { passing } from "./http.js";
import { monotonicRateLimiter } from "./retries.js";

// This package sets members of other packages that those don't promise to keep, and a user's install may bring other
// versions of them than the ones it was tested with. Each member is used here once, on objects as calls use them, and
// has to show its effect: otherwise calls would retry wrongly, or use other credentials, without a word.

/** A member that has no effect any more. */
interface Lost {
  member: string;
  module: string;
  /** What happens without it. */
  follows: string;
  /** What to do about it. Default: take the version that this package was tested with. */
  remedy?: string;
}

/** Retries are paced by a monotonic clock. */
export const assertRetries = once(async () => lostClock());

/** A proxy is used for all hosts but those of noProxy. */
export const assertProxyAgents = once(lostProxy);

/**
 * The AWS SDK reads a file out of memory. Asked only where several files are to be one: all else works too where npm
 * installed a second copy of `@smithy/core` beside the SDK's.
 */
export const assertFileInMemory = once(lostFile);

/** A check that runs once in a process, before any call. It throws an error that says what follows and what to do. */
function once(find: () => Promise<Lost | undefined>): () => Promise<void> {
  let checked: Promise<void> | undefined;
  return () => {
    checked ??= find().then((lost) => {
      if (lost) throw new Error(sentence(lost));
    });
    return checked;
  };
}

/** The rate limiter takes its time from the clock that it is given, and keeps it in the members that are set. */
function lostClock(): Lost | undefined {
  let now = 1000;
  const limiter = monotonicRateLimiter(() => now);
  now = 2000;
  limiter.updateClientSendingRate({ errorType: "THROTTLING" });
  const kept = limiter as unknown as Record<string, unknown>;
  const lost = ["lastTxRateBucket", "lastThrottleTime"].filter((name) => kept[name] !== now);
  if (lost.length === 0) return undefined;
  const member = lost.length === 2 ? "getCurrentTimeInSeconds" : lost[0];
  const follows = "setting this machine's clock back blocks all calls in the retry mode adaptive";
  return { member: `DefaultRateLimiter.${member}`, module: "@smithy/core/retry", follows };
}

/** Node hands a request to `addRequest`, which hands it to the proxy unless its host needs none. */
async function lostProxy(): Promise<Lost | undefined> {
  const proxy = "http://127.0.0.1:9";
  const agents = { "http-proxy-agent": HttpProxyAgent, "https-proxy-agent": HttpsProxyAgent };
  for (const [module, ProxyAgent] of Object.entries(agents)) {
    const ways = [
      await wayOf("direct.invalid", new ProxyAgent(proxy)),
      await wayOf("far.invalid", new ProxyAgent(proxy)),
    ];
    const follows = "proxies are used for the hosts of noProxy too, or not at all";
    if (ways.join() !== "direct,proxy") return { member: `${ProxyAgent.name}.addRequest`, module, follows };
  }
  return undefined;
}

/** Which way a request takes; none leaves this process. */
function wayOf(host: string, proxied: Agent): Promise<string> {
  return new Promise<string>((resolve) => {
    const direct = Object.assign(new Agent(), { addRequest: () => resolve("direct") });
    const connect = async () => {
      resolve("proxy");
      throw new Error();
    };
    const agent = passing(Object.assign(proxied, { connect }), direct, "direct.invalid", {});
    const sent = request({ agent, host, port: 80 }).on("error", () => resolve("none"));
    setImmediate(() => sent.destroy());
  }).catch(() => "none");
}

/** What counts is what the SDK reads: its copy of `@smithy/core` may be another one than this package's. */
async function lostFile(): Promise<Lost | undefined> {
  const [name, id] = ["in memory: check", "pulumi-ivs-realtime"];
  const files = { filepath: name, configFilepath: name };
  const lost = {
    member: "externalDataInterceptor.interceptFile",
    module: "@smithy/core/config",
    follows: "of several shared config files none is read",
  };
  try {
    const keys = `aws_access_key_id = ${id}\naws_secret_access_key = ${id}\n`;
    externalDataInterceptor.interceptFile(name, `[${id}]\n${keys}`);
  } catch {
    return lost;
  }
  const found = await fromIni({ profile: id, ...files })().catch(() => undefined);
  if (found?.accessKeyId === id) return undefined;
  const { credentialsFile } = await loadSharedConfigFiles(files);
  return id in credentialsFile ? { ...lost, ...secondCopy } : lost;
}

const secondCopy = {
  follows: "of several shared config files none is read: the AWS SDK loads another copy of that package",
  remedy:
    "npm ls @smithy/core lists the copies; make them one with npm dedupe, or by updating what brings the older one, " +
    "or name a single file",
};

function sentence({ member, module, follows, remedy }: Lost): string {
  const { name, version } = installed(module);
  const pin = `hold it at ${testedVersion(name)} by "overrides" in package.json, or update pulumi-ivs-realtime`;
  return (
    `pulumi-ivs-realtime sets ${member} of ${name}, which has no effect in the installed version${version}, so ` +
    `${follows}: ${remedy ?? pin}`
  );
}

/** The package that a module is loaded from. */
function installed(module: string): { name: string; version: string } {
  for (let folder = dirname(require.resolve(module)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    const { name, version } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    if (name && version) return { name, version: ` ${version}` };
  }
  return { name: module, version: "" };
}
