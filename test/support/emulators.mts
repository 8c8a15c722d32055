import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { TestContext } from "node:test";
import {
  CreateParticipantTokenCommand,
  IVSRealTimeClient,
  type IVSRealTimeClientConfig,
} from "@aws-sdk/client-ivs-realtime";
import { type Emulator, type EmulatorOptions, startEmulator } from "ivs-realtime-emulator";
import { stageArn } from "./wellKnown.mts";

export { stageArn };

/** An emulator that is closed when the test is over. */
export async function startEmulatorFor(t: TestContext, options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options);
  t.after(() => emulator.close());
  return emulator;
}

/** The AWS SDK, pointed at the emulator. It tries once, so that a request that fails is one request. */
export function client({ url }: Emulator, config: IVSRealTimeClientConfig = {}): IVSRealTimeClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new IVSRealTimeClient({
    endpoint: url,
    region: "us-west-2",
    credentials,
    maxAttempts: 1,
    ...config,
  });
}

/** Mints a token with the AWS SDK and joins with it. Returns the ID of the participant, who is live from then on. */
export async function joined(emulator: Emulator, on: string = stageArn): Promise<string> {
  const { participantToken } = await client(emulator).send(
    new CreateParticipantTokenCommand({ stageArn: on }),
  );
  await emulator.join(String(participantToken?.token));
  return String(participantToken?.participantId);
}

/** The tokens that an emulator mints from now on, in order: a list that grows. */
export function watchMint(emulator: Emulator): readonly string[] {
  const tokens: string[] = [];
  emulator.fault({
    operation: "CreateParticipantToken",
    rewrite(body) {
      tokens.push((body.participantToken as { token: string }).token);
      return body;
    },
  });
  return tokens;
}

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

/** Stages of accounts of their own: calls are paced for each account. */
export const otherStages = [1, 2, 3, 4].map(
  (digit) => `arn:aws:ivs:us-west-2:${String(digit).repeat(12)}:stage/abcdABCDefgh`,
);
