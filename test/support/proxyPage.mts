import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that knows no IVS: it answers everything with 404 and a page of its own. */
export async function startProxyPage(): Promise<{ url: string; count(): number; close(): void }> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(404, { "content-type": "text/html" }).end("<html><h1>Not Found</h1></html>");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, count: () => requests, close: () => server.close() };
}
