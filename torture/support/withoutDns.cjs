// A preload: while the file NO_DNS is there, ivs.localhost isn't found; afterwards it is this machine.
const dns = require("node:dns");
const { existsSync } = require("node:fs");

const file = process.env.NO_DNS;
const { lookup } = dns;

/** @param {string} name @param {unknown[]} rest */
function lookedUp(name, ...rest) {
  if (name !== "ivs.localhost") return Reflect.apply(lookup, dns, [name, ...rest]);
  if (!existsSync(String(file))) return Reflect.apply(lookup, dns, ["127.0.0.1", ...rest]);
  const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
  const facts = { code: "ENOTFOUND", errno: -3008, syscall: "getaddrinfo", hostname: name };
  return process.nextTick(/** @type {() => void} */ (rest.at(-1)), Object.assign(error, facts));
}

if (file) Object.assign(dns, { lookup: lookedUp });
