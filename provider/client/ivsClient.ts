import type { TokenRequest } from "../token/inputs.js";

/** A token as the service answered it. */
export interface MintedToken {
  token: string;
  participantId: string;
  expirationTime: Date | undefined;
  /** The answer's Date header: the service's clock at the mint. */
  date: Date | undefined;
  /** Milliseconds since that answer's head arrived. */
  age: number;
  requestId: string | undefined;
  /** The service's echo of the input; members may be missing. */
  echo: Partial<Omit<TokenRequest, "stageArn">>;
}

/** The calls that a participant token's life needs. Each fails with an IvsError and nothing else. */
export interface IvsClient {
  createParticipantToken(request: TokenRequest): Promise<MintedToken>;
  getStage(arn: string): Promise<void>;
  disconnectParticipant(request: { stageArn: string; participantId: string; reason: string }): Promise<void>;
}
