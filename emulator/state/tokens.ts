import type { ValueOf } from "../model/rule.js";
import type { participantTokenConfiguration } from "../model/shapes.js";
import { randomId } from "./identifiers.js";
import type { Stage } from "./stages.js";

const participantIdLength = 23;
const defaultDuration = 720;

type ParticipantTokenConfiguration = ValueOf<typeof participantTokenConfiguration>;

export interface ParticipantToken extends ParticipantTokenConfiguration {
  readonly participantId: string;
  readonly token: string;
  readonly expirationTime?: string;
}

/** Makes one new token for one new participant of the stage. */
export type Mint = (stage: Stage, configuration: ParticipantTokenConfiguration) => Promise<ParticipantToken>;

/** A mint whose tokens are signed with the key and expire by the clock. */
export function createMint(key: TokenKey, clock: () => Date): Mint {
  return async (stage, configuration) => {
    const iat = Math.floor(clock().getTime() / 1000);
    const exp = iat + (configuration.duration ?? defaultDuration) * 60;
    const participantId = randomId(participantIdLength);
    const token = await key.sign({ ...claims(stage, configuration), jti: participantId, iat, exp });
    return {
      ...sent(configuration),
      participantId,
      token,
      expirationTime: new Date(exp * 1000).toISOString(),
    };
  };
}

function claims(stage: Stage, { userId, attributes, capabilities }: ParticipantTokenConfiguration) {
  const allowed = capabilities ?? ["PUBLISH", "SUBSCRIBE"];
  return {
    resource: stage.arn,
    topic: stage.arn.slice(stage.arn.indexOf("/") + 1),
    events_url: stage.endpoints.events,
    whip_url: stage.endpoints.whip,
    ...(userId !== undefined && { user_id: userId }),
    ...(attributes !== undefined && { attributes }),
    capabilities: {
      allow_publish: allowed.includes("PUBLISH"),
      allow_subscribe: allowed.includes("SUBSCRIBE"),
    },
    version: "1.0",
  };
}

/** What CreateParticipantToken has besides the configuration isn't in its answer. */
function sent(configuration: ParticipantTokenConfiguration): ParticipantTokenConfiguration {
  const { duration, userId, attributes, capabilities } = configuration;
  return {
    ...(duration !== undefined && { duration }),
    ...(userId !== undefined && { userId }),
    ...(attributes !== undefined && { attributes }),
    ...(capabilities !== undefined && { capabilities }),
  };
}

/** The claims of a token as far as the emulator reads them again. */
interface TokenClaims {
  readonly jti: string;
  readonly resource: string;
  readonly iat: number;
  readonly exp: number;
  readonly user_id?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A key pair that signs tokens and knows them again. */
export interface TokenKey {
  sign(claims: TokenClaims): Promise<string>;
  /** The claims of a token that was signed with this key and has not expired; rejects for any other. */
  verify(token: string, now: Date): Promise<TokenClaims>;
}

const alg = "ES384";

/** A new key. Its tokens say `alg: "ES384"`, since that is how they are signed; tokens minted by AWS say `alg: "KMS"`. */
export async function createTokenKey(): Promise<TokenKey> {
  // Node 22.12 warns when CommonJS requires an ES module; importing one it may.
  const { errors, generateKeyPair, jwtVerify, SignJWT } = await import("jose");
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return {
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg, typ: "JWT" }).sign(privateKey),
    async verify(token, now) {
      try {
        const options = { algorithms: [alg], currentDate: now };
        return (await jwtVerify<TokenClaims>(token, publicKey, options)).payload;
      } catch (error) {
        // Without a cause: jose's error has the claims, and they may be nobody else's business.
        throw new Error(error instanceof errors.JWTExpired ? expired(error.payload.exp, now) : foreign);
      }
    },
  };
}

const foreign =
  "The token is not one of this emulator's: each emulator signs with its own key, made when it starts";

function expired(exp: number | undefined, now: Date): string {
  const expiration = new Date(Number(exp) * 1000);
  return `The token expired at ${expiration.toISOString()}, and the emulator's clock says ${now.toISOString()}`;
}
