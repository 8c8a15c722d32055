/** What a user may have set, anywhere. `{home}` in any text stands for the home folder. */
export interface Given {
  /** The resource's inputs beside `aws`. Default: a stage and a duration. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** The resource's own `aws` input. */
  readonly aws?: Readonly<Record<string, unknown>>;
  /** Stack config, by full key. */
  readonly config?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Files below the home folder. */
  readonly files?: Readonly<Record<string, string>>;
}

/** All that is given, of what two give the first one's. */
export function together(...given: readonly Given[]): Required<Given> {
  const merged = <Part extends keyof Given>(part: Part) =>
    Object.assign({}, ...given.toReversed().map((one) => one[part])) as Required<Given>[Part];
  const [inputs, aws, config] = [merged("inputs"), merged("aws"), merged("config")];
  return { inputs, aws, config, env: merged("env"), files: merged("files") };
}

/** The same with the home folder's path filled in. */
export function inHome(given: Given, home: string): Given {
  return JSON.parse(JSON.stringify(given).replaceAll("{home}", home));
}
