import type { ModelledErrorName } from "../model/errors.js";
import type { StructureRule, ValueOf } from "../model/rule.js";
import type { Participants } from "../state/participants.js";
import type { PublicKeys } from "../state/publicKeys.js";
import type { Stages } from "../state/stages.js";
import type { Mint } from "../state/tokens.js";

/** What a handler works with: the emulator's state and what the request's signature says. */
export interface OperationContext {
  readonly stages: Stages;
  readonly participants: Participants;
  readonly publicKeys: PublicKeys;
  readonly mint: Mint;
  readonly region: string;
}

/** One operation: its rules and its errors as the service model has them, its quota, and the handler. */
export interface Operation<R extends StructureRule = StructureRule> {
  readonly input: R;
  readonly errors: readonly ModelledErrorName[];
  /** The service's quota of calls a second, per account and region. */
  readonly perSecond: number;
  handle(input: ValueOf<R>, context: OperationContext): object | Promise<object>;
}
