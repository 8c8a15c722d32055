import assert from "node:assert/strict";
import { test } from "node:test";
import { bypassesProxy, hostOf } from "../../dist/provider/values/hosts.js";

const cases: [string, string, number, boolean][] = [
  ["", "localhost", 80, true],
  ["", "127.0.0.5", 443, true],
  ["", "[::1]", 443, true],
  ["", "host.example", 443, false],
  ["*", "host.example", 443, true],
  ["host.example", "host.example", 443, true],
  ["host.example", "a.host.example", 443, true],
  ["host.example", "otherhost.example", 443, false],
  [".host.example", "a.host.example", 443, true],
  [".host.example", "host.example", 443, false],
  ["*.host.example", "a.host.example", 443, true],
  ["Host.Example", "HOST.example", 443, true],
  ["host.example:443", "host.example", 443, true],
  ["host.example:444", "host.example", 443, false],
  ["a.example, b.example", "b.example", 443, true],
  ["10.0.0.0/8", "10.9.8.7", 443, true],
  ["10.0.0.0/8", "11.9.8.7", 443, false],
  ["10.0.0.0/99", "10.9.8.7", 443, false],
  ["fd00::/8", "[fd12::1]", 443, true],
  ["fd00::/8", "10.0.0.1", 443, false],
  ["10.0.0.1", "10.0.0.1", 443, true],
  ["10.0.0.1:80", "10.0.0.1", 443, false],
  ["[fd12::1]:443", "[fd12::1]", 443, true],
  ["example", "host.example.org", 443, false],
];
for (const [noProxy, host, port, expected] of cases) {
  test(`noProxy "${noProxy}": ${host}:${port} goes ${expected ? "past" : "through"} the proxy`, () => {
    assert.equal(bypassesProxy(hostOf(`https://${host}`), port, noProxy), expected);
  });
}
