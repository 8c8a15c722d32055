import { once } from "node:events";
import type { Server } from "node:http";
import { assertStageArn, exampleStage } from "./exampleStage.js";
import type { Fault } from "./faults/fault.js";
import { Faults } from "./faults/withFaults.js";
import { eventsListener, webSocketsOnly } from "./http/events.js";
import { listener } from "./http/listener.js";
import { type EmulatorRequest, RequestLog } from "./http/requestLog.js";
import { openServer, type TlsOptions } from "./http/server.js";
import { Pace, type Service } from "./operations/perform.js";
import type { Credentials, CredentialsOf } from "./signature/authenticate.js";
import { Participants } from "./state/participants.js";
import { PublicKeys } from "./state/publicKeys.js";
import { room, Space } from "./state/space.js";
import { Stages, stageEndpoints } from "./state/stages.js";
import { createMint, createTokenKey, type TokenKey } from "./state/tokens.js";

/** A running emulator. */
export interface Emulator {
  /** Where it listens, for example `http://127.0.0.1:4599`; with TLS it starts with `https:`. */
  readonly url: string;
  /** The certificate in PEM, for clients to trust as a CA bundle; undefined without TLS. */
  readonly certificate: string | undefined;
  /** What arrived so far, in order; of more than 10,000 requests, or 16 MB of them, the last ones. */
  readonly requests: readonly EmulatorRequest[];
  /**
   * Asks for a fault. Returns what undoes it.
   *
   * @throws TypeError if it isn't exactly one fault, or one of its values or headers can't be.
   */
  fault(fault: Fault): () => void;
  /**
   * Puts a token's participant on the token's stage, as a client that joins with it does. There it stays, though
   * the token expires, until DisconnectParticipant or DeleteStage takes it off; with the token it may join again.
   * Joining twice makes one participant.
   *
   * @throws Error if the token isn't one of this emulator's or has expired by its clock, or if the stage is gone.
   */
  join(token: string): Promise<void>;
  /** Stops listening and drops what is open. May be called more than once. */
  close(): Promise<void>;
}

/** Every option of {@link startEmulator}. */
export interface EmulatorOptions {
  /** TCP port. Default: 0, a free one. */
  readonly port?: number;
  /** Address to listen at. Default: `127.0.0.1`. Anything but loopback lets others on the network in. */
  readonly host?: string;
  /** ARNs of the stages to start with. Default: `arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh`. */
  readonly stages?: readonly string[];
  /** Where every "now" of the emulator comes from. Default: the machine's clock. */
  readonly clock?: () => Date;
  /** What requests have to be signed with, or what tells it for each access key ID. Default: `test` and `test`. */
  readonly credentials?: Credentials | CredentialsOf;
  /** Holds calls and counts to the quotas of the service, by this clock: see README.md of this package. Default: false. */
  readonly quotas?: boolean;
  /** Serves HTTPS instead of HTTP, with a self-signed certificate made at start. Default: false. */
  readonly tls?: boolean | TlsOptions;
  /** Gets one line a request: operation, status, milliseconds. Never a token or an attribute. Default: none. */
  readonly log?: (line: string) => void;
}

/**
 * Starts a local IVS Real-Time.
 *
 * @throws TypeError if a stage ARN, a host of the certificate, the clock or the credentials can't be, or the host is empty; the error of `net.Server` if the port is in use.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, host = "127.0.0.1", tls = false, stages: arns = [exampleStage] } = options;
  for (const arn of arns) assertStageArn(arn);
  // Node takes it for all addresses, and so would let the network in.
  if (host === "") throw new TypeError("The host is empty: leave it out to listen at 127.0.0.1");
  assertOptions(options);
  const key = await createTokenKey();
  const { server, url, certificate, drop } = await openServer({ port, host, tls });
  const service = createService({ ...options, stages: arns }, url, key);
  const [faults, requests, closing] = [new Faults(), new RequestLog(), new AbortController()];
  const { log = () => {} } = options;
  const traffic = new Space(room.traffic);
  server.on("request", listener({ service, faults, requests, traffic, log, closed: closing.signal }));
  server.on("drop", () => log("TooManyConnections dropped 0 ms"));
  const openEvents = eventsListener({ clock: service.clock, requests, log });
  server.on("upgrade", webSocketsOnly(server, openEvents));
  let closed: Promise<void> | undefined;
  return {
    url,
    certificate,
    requests: requests.entries,
    fault: (fault) => faults.ask(fault),
    join: (token) => join(token, { key, ...service }),
    close() {
      closed ??= close(server, closing, drop);
      return closed;
    },
  };
}

function assertOptions({ clock, credentials }: EmulatorOptions): void {
  if (clock !== undefined && typeof clock !== "function") throw new TypeError("The clock is not a function");
  if (credentials === undefined || typeof credentials === "function") return;
  const { accessKeyId, secretAccessKey } = credentials ?? {};
  if (typeof accessKeyId === "string" && typeof secretAccessKey === "string") return;
  throw new TypeError("The credentials are neither accessKeyId and secretAccessKey nor a function");
}

async function close(server: Server, closing: AbortController, drop: () => void): Promise<void> {
  closing.abort();
  const closed = once(server, "close");
  server.close();
  drop();
  await closed;
}

const none = { stages: Number.POSITIVE_INFINITY, publicKeys: Number.POSITIVE_INFINITY };

/** The service behind one emulator, as the options want it, with the stages that it starts with. */
function createService(options: EmulatorOptions, url: string, key: TokenKey): Service {
  const { stages = [], clock = () => new Date(), quotas: held = false } = options;
  const { credentials = { accessKeyId: "test", secretAccessKey: "test" } } = options;
  const limits = held ? quotas : none;
  const space = new Space(room.state);
  return {
    stages: new Stages(stages, stageEndpoints(url), limits.stages, space),
    participants: new Participants(space),
    publicKeys: new PublicKeys(limits.publicKeys, space),
    mint: createMint(key, clock),
    credentialsOf: typeof credentials === "function" ? credentials : () => credentials,
    clock,
    pace: held ? new Pace() : undefined,
  };
}

interface JoinParts {
  readonly key: TokenKey;
  readonly stages: Stages;
  readonly participants: Participants;
  readonly clock: () => Date;
}

/** Puts the participant of a good token on the token's stage. */
async function join(token: string, { key, stages, participants, clock }: JoinParts): Promise<void> {
  const now = clock();
  const { resource, jti, user_id = "", attributes = {} } = await key.verify(token, now);
  const stage = stages.find(resource);
  if (stage === undefined) throw new Error(`The token's stage ${resource} no longer exists`);
  participants.join(stage, { participantId: jti, userId: user_id, attributes }, now);
}

/** How many of a thing there can be in a region, where the quotas of the service hold. */
const quotas = { stages: 100, publicKeys: 3 } as const;
