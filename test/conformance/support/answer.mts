/** What a client made of an answer. */
export interface Answer {
  readonly status: number;
  readonly error: string | null;
  readonly body: Body;
}

type Body = Readonly<Record<string, unknown>> & {
  readonly stage?: { readonly arn: string };
  readonly publicKey?: { readonly arn: string };
};

/** The ARN of what an answer says was made. */
export function madeArn({ stage, publicKey }: Body): string | undefined {
  return (stage ?? publicKey)?.arn;
}
