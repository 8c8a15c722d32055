import * as built from "../../../dist/provider/provider.js";

type Props = Record<string, unknown>;

/** The dynamic provider as the engine's host calls it. */
export interface Provider {
  configure(request: { config: { get(key: string): string | undefined } }): void;
  check(
    olds: Props,
    news: Props,
  ): Promise<{ inputs: Props; failures: { property: string; reason: string }[] }>;
  create(inputs: Props): Promise<{ id: string; outs: Props }>;
  read(id: string, props: Props): Promise<{ id: string; props: Props }>;
  update(id: string, olds: Props, news: Props): Promise<{ outs: Props }>;
  delete(id: string, props: Props): Promise<void>;
}

export const provider = built as unknown as Provider;
