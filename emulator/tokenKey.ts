/** The claims of a token as far as the emulator reads them again. */
export interface TokenClaims {
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
  "The token is not one of this emulator's: each emulator signs with a key of its own, made when it starts";

function expired(exp: number | undefined, now: Date): string {
  const expiration = new Date(Number(exp) * 1000);
  return `The token expired at ${expiration.toISOString()}, and the emulator's clock says ${now.toISOString()}`;
}
