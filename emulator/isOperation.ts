import type { OperationName } from "./model/operationName.js";
import { operations } from "./operations/index.js";

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
