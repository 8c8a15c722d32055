export type {
  DelayFault,
  DropFault,
  ErrorFault,
  Fault,
  LimitFault,
  RawBodyFault,
  RewriteFault,
} from "./faults/fault.js";
export type { EmulatorRequest } from "./http/requestLog.js";
export type { TlsOptions } from "./http/server.js";
export type { OperationName } from "./model/operationName.js";
export type { Credentials, CredentialsOf } from "./signature/authenticate.js";
export type { Emulator, EmulatorOptions } from "./startEmulator.js";
export { startEmulator } from "./startEmulator.js";
