import { randomId } from "./randomId.js";
import type { ValueOf } from "./rule.js";
import type { participantTokenConfiguration } from "./shapes/participantTokenConfiguration.js";
import type { Stage } from "./stage.js";

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

/**
 * A mint with a key of its own. The header says `alg: "ES384"`, since the tokens are signed with that key;
 * tokens minted by AWS say `alg: "KMS"`.
 */
export async function createMint(clock: () => Date): Promise<Mint> {
  // Node 22.12 warns when CommonJS requires an ES module; importing one it may.
  const { generateKeyPair, SignJWT } = await import("jose");
  const { privateKey } = await generateKeyPair("ES384");
  return async (stage, configuration) => {
    const iat = Math.floor(clock().getTime() / 1000);
    const exp = iat + (configuration.duration ?? defaultDuration) * 60;
    const participantId = randomId(participantIdLength);
    const token = await new SignJWT({ ...claims(stage, configuration), jti: participantId, iat, exp })
      .setProtectedHeader({ alg: "ES384", typ: "JWT" })
      .sign(privateKey);
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

/** What CreateParticipantToken has besides the configuration doesn't stand in its answer. */
function sent(configuration: ParticipantTokenConfiguration): ParticipantTokenConfiguration {
  const { duration, userId, attributes, capabilities } = configuration;
  return {
    ...(duration !== undefined && { duration }),
    ...(userId !== undefined && { userId }),
    ...(attributes !== undefined && { attributes }),
    ...(capabilities !== undefined && { capabilities }),
  };
}
