/** The words of the service model, as far as the operations here need them. */
export type Rule = StringRule | IntegerRule | BooleanRule | ListRule | MapRule | StructureRule;

interface StringRule {
  readonly type: "string";
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

interface IntegerRule {
  readonly type: "integer";
  readonly min?: number;
  readonly max?: number;
}

interface BooleanRule {
  readonly type: "boolean";
}

interface ListRule {
  readonly type: "list";
  readonly member: Rule;
  readonly min?: number;
  readonly max?: number;
}

interface MapRule {
  readonly type: "map";
  readonly key: StringRule;
  readonly value: StringRule;
  readonly min?: number;
  readonly max?: number;
  /** Not in the model: the UTF-8 bytes of all keys and values together, which the model limits in prose only. */
  readonly maxBytes?: number;
}

export interface StructureRule {
  readonly type: "structure";
  readonly required?: readonly string[];
  readonly members: Readonly<Record<string, Rule>>;
}

/** The TypeScript type of what satisfies a rule. */
export type ValueOf<R> = R extends { type: "string"; enum: readonly (infer Word)[] }
  ? Word
  : R extends { type: "string" }
    ? string
    : R extends { type: "integer" }
      ? number
      : R extends { type: "boolean" }
        ? boolean
        : R extends { type: "list"; member: infer Member }
          ? readonly ValueOf<Member>[]
          : R extends { type: "map" }
            ? Readonly<Record<string, string>>
            : R extends { type: "structure"; members: infer Members }
              ? StructureOf<Members, RequiredOf<R>>
              : never;

type RequiredOf<R> = R extends { required: readonly (infer Name)[] } ? Name : never;

type StructureOf<Members, Required> = {
  readonly [Name in keyof Members as Name extends Required ? Name : never]: ValueOf<Members[Name]>;
} & {
  readonly [Name in keyof Members as Name extends Required ? never : Name]?: ValueOf<Members[Name]>;
};
