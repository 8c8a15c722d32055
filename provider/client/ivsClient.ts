import type { TokenRequest } from "../token/inputs.js";

/** A token as the service answered it. */
export interface MintedToken {
  token: string;
  participantId: string;
  expirationTime: Date | undefined;
  /** The answer's Date header: the service's clock at the mint. */
  date: Date | undefined;
  requestId: string | undefined;
  /** The service's echo of the input; members may be missing. */
  echo: Partial<Omit<TokenRequest, "stageArn">>;
}

/** What a token was asked for with that may be secret. No call but the mint sends it, and any error may quote it. */
type Described = Readonly<{ userId?: unknown; attributes?: unknown }>;

/** The calls that a participant token's life needs. Each fails with an IvsError and nothing else. */
export interface IvsClient {
  /** @param heard is called when the head of an answer has arrived: its rest may take a while. */
  createParticipantToken(request: TokenRequest, heard?: () => void): Promise<MintedToken>;
  getStage(arn: string, token?: Described): Promise<void>;
  disconnectParticipant(
    request: { stageArn: string; participantId: string; reason: string },
    token?: Described,
  ): Promise<void>;
}
