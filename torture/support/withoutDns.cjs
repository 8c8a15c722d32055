// A preload: from the first question on ivs.localhost isn't found for NO_DNS_MS; then it is this machine.
const dns = require("node:dns");

const { lookup } = dns;
const lasts = Number(process.env.NO_DNS_MS);
let over = Number.POSITIVE_INFINITY;

/** @param {string} name @param {unknown[]} rest */
function lookedUp(name, ...rest) {
  if (name !== "ivs.localhost") return Reflect.apply(lookup, dns, [name, ...rest]);
  over = Math.min(over, performance.now() + lasts);
  if (performance.now() >= over) return Reflect.apply(lookup, dns, ["127.0.0.1", ...rest]);
  const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
  const facts = { code: "ENOTFOUND", errno: -3008, syscall: "getaddrinfo", hostname: name };
  return process.nextTick(/** @type {() => void} */ (rest.at(-1)), Object.assign(error, facts));
}

if (lasts >= 0) Object.assign(dns, { lookup: lookedUp });
