import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import type { Settings } from "../../dist/provider/settings/resolve.js";
import { settings } from "../support/environment.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";

const root = join(import.meta.dirname, "..", "..");
const load = createRequire(import.meta.url);
const own = join("node_modules", "pulumi-ivs-realtime");

/**
 * An install of this package with copies of its own of some dependencies; all others are the repository's, where the
 * AWS SDK finds the repository's copies.
 */
function install(t: TestContext, copies: readonly string[]): string {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, own, "node_modules"), { recursive: true });
  cpSync(join(root, "package.json"), join(folder, own, "package.json"));
  cpSync(join(root, "dist"), join(folder, own, "dist"), { recursive: true });
  for (const name of copies) {
    const filter = (path: string) => !/dist-(es|types)$/.test(path);
    cpSync(join(root, "node_modules", name), join(folder, own, "node_modules", name), {
      recursive: true,
      filter,
    });
  }
  for (const name of packages().filter((one) => !copies.includes(one))) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  return folder;
}

function packages(): string[] {
  const names = readdirSync(join(root, "node_modules")).filter((name) => !name.startsWith("."));
  return names.flatMap((name) =>
    name.startsWith("@")
      ? readdirSync(join(root, "node_modules", name)).map((inner) => `${name}/${inner}`)
      : [name],
  );
}

/** Changes a file of a copy. */
function patch(folder: string, path: string, change: (text: string) => string): void {
  const file = join(folder, own, "node_modules", path);
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  assert.notEqual(changed, text);
  writeFileSync(file, changed);
}

/** What comes of connecting in that install, without any call: "connected", or the error. */
async function connect(folder: string, given: Settings): Promise<string> {
  const program = `
    const { readSharedConfig } = require("./${own}/dist/provider/client/sharedConfig.js");
    const { connectClient } = require("./${own}/dist/provider/client/connect.js");
    const settings = ${JSON.stringify(given)};
    readSharedConfig(settings).then(() => connectClient(settings, () => {})).then(
      () => console.log("connected"),
      (error) => console.log(error.message),
    );`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { cwd: folder, env: {} });
  return stdout.trim();
}

const version = (name: string): string =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;
const tested = (name: string): string => load("../../package.json").dependencies[name].replace(/^[~^]/, "");

const core = "@smithy/core";
const retries = "dist-cjs/submodules/retry/index.js";
const plain = settings({ accessKey: "test", secretKey: "test" });
const proxied = settings({ accessKey: "test", secretKey: "test", httpsProxy: "http://127.0.0.1:9" });

/** What a package calls the member after a change that keeps all else. */
const renamed = (member: string) => (text: string) =>
  text.replaceAll(new RegExp(`\\b${member}\\b`, "g"), "renamed");
/** An agent that Node hands its requests to in another way. */
const without = (agent: string) => (text: string) =>
  `${text}\nObject.defineProperty(${agent}.prototype, "addRequest", { value: undefined });\n`;

const lost: [string, string, string, (text: string) => string, Settings, RegExp][] = [
  ...["getCurrentTimeInSeconds", "lastTxRateBucket", "lastThrottleTime"].map(
    (member): (typeof lost)[number] => [
      core,
      `DefaultRateLimiter.${member}`,
      retries,
      renamed(member),
      plain,
      /setting this machine's clock back blocks all calls/,
    ],
  ),
  ...Object.entries({ "http-proxy-agent": "HttpProxyAgent", "https-proxy-agent": "HttpsProxyAgent" }).map(
    ([name, agent]): (typeof lost)[number] => [
      name,
      `${agent}.addRequest`,
      "dist/index.js",
      without(agent),
      proxied,
      /proxies are used for the hosts of noProxy too/,
    ],
  ),
];
for (const [name, member, file, change, given, follows] of lost) {
  test(`a version of ${name} without ${member} is refused before any call`, async (t) => {
    const folder = install(t, [name]);
    patch(folder, join(name, file), change);
    const text = await connect(folder, given);
    assert.match(text, follows);
    const head = `pulumi-ivs-realtime sets ${member} of ${name}, which has no effect in the installed version ${version(name)}, so `;
    assert.ok(text.startsWith(head), text);
    const tail = `: hold it at ${tested(name)} by "overrides" in package.json, or update pulumi-ivs-realtime`;
    assert.ok(text.endsWith(tail), text);
  });
}

/** Settings that name so many shared config files. */
function withFiles(folder: string, count: number): Settings {
  const paths = Array.from({ length: count }, (_, index) => join(folder, `config${index}`));
  for (const path of paths) writeFileSync(path, "[default]\nregion = us-west-2\n");
  return settings({ accessKey: "test", secretKey: "test", sharedConfigFiles: paths });
}

test(`a version of ${core} that takes no file out of memory is refused where several files are named`, async (t) => {
  const folder = install(t, [core]);
  patch(folder, `${core}/dist-cjs/submodules/config/index.js`, renamed("interceptFile"));
  const text = await connect(folder, withFiles(folder, 2));
  const head = `pulumi-ivs-realtime sets externalDataInterceptor.interceptFile of ${core}, which has no effect in the installed version`;
  assert.ok(text.startsWith(head), text);
  assert.match(text, /so of several shared config files none is read: hold it at/);
  assert.equal(await connect(folder, withFiles(folder, 1)), "connected");
});

test(`a second copy of ${core} beside the SDK's is found out where several files are named, and harmless elsewhere`, async (t) => {
  const folder = install(t, [core]);
  const text = await connect(folder, withFiles(folder, 2));
  assert.match(
    text,
    /none is read: the AWS SDK loads another copy of that package: npm ls @smithy\/core lists/,
  );
  assert.equal(await connect(folder, withFiles(folder, 1)), "connected");
});

test("an install with the SDK's own copies connects, with proxies and several files too", async (t) => {
  const folder = install(t, []);
  const both = { ...withFiles(folder, 2), httpProxy: proxied.httpsProxy, httpsProxy: proxied.httpsProxy };
  assert.equal(await connect(folder, both), "connected");
});
