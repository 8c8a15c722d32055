/** No loopback address, so settings treat it as any host of the network; and still it leads to this machine. */
export const elsewhere = "0.0.0.0";

/** The same URL under that address. */
export function fromElsewhere(url: string): string {
  return url.replace("127.0.0.1", elsewhere);
}
