import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Emulator } from "pulumi-ivs-realtime/emulator";

/** A door in front of an emulator: requests pass, and answers wait in it until they are let through. */
interface HeldAnswers {
  readonly url: string;
  /** Resolves when so many answers wait: what they tell has happened in the service, and nobody knows it yet. */
  waiting(count: number): Promise<void>;
  /** Lets through what waits and what follows. */
  release(): void;
  close(): void;
}

/** The first answers pass, as many as asked for. */
export async function holdAnswers(emulator: Emulator, passing = 0): Promise<HeldAnswers> {
  const [door, opened] = [createServer(), Promise.withResolvers<void>()];
  let [answers, held] = [0, 0];
  door.on("request", async (asked, answered) => {
    const { method, url: path, headers } = asked;
    // The headers as they came, Host among them: they are signed.
    const forwarded = request(new URL(String(path), emulator.url), { method, headers }).end(
      await buffer(asked),
    );
    const [answer] = await once(forwarded, "response");
    const body = await buffer(answer);
    answers += 1;
    if (answers > passing) {
      held += 1;
      door.emit("held");
      await opened.promise;
    }
    answered.writeHead(answer.statusCode, answer.headers).end(body);
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    async waiting(count) {
      while (held < count) await once(door, "held", { signal: AbortSignal.timeout(60_000) });
    },
    release: () => opened.resolve(),
    close() {
      door.close();
      door.closeAllConnections();
    },
  };
}
