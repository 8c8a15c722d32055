import dns, { type LookupOptions } from "node:dns";
import { after } from "node:test";

const here = /^(localhost|127\.0\.0\.1|::1|0\.0\.0\.0)$/;

/** Lets no name but localhost be looked up: where a setting doesn't do what it should, a call fails and nothing leaves. */
export function stayHere(): void {
  const { lookup } = dns;
  const guarded = (name: string, options: LookupOptions, answer: (error: Error) => void) => {
    if (here.test(name)) Reflect.apply(lookup, dns, [name, options, answer]);
    else answer(Object.assign(new Error(`${name} is not of this machine`), { code: "ENOTFOUND" }));
  };
  // `net` asks for the member at each connection.
  dns.lookup = guarded as unknown as typeof lookup;
  after(() => {
    dns.lookup = lookup;
  });
}
