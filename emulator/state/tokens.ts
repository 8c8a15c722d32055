import type { ValueOf } from "../model/rule.js";
import type { participantTokenConfiguration } from "../model/shapes.js";
import type { Stage } from "../stage.js";
import type { TokenKey } from "../tokenKey.js";
import { randomId } from "./identifiers.js";

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
