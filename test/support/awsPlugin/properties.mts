import type { Struct as Message } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "./resourceType.mts";
import { Struct } from "./rpc.mts";

/** Properties as they arrive, secrets wrapped. */
export function propertiesOf(message: Message | undefined): Properties {
  return (message?.toJavaScript() ?? {}) as Properties;
}

/** What is undefined can't be sent. */
export function messageOf(properties: Properties): Message {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Struct.fromJavaScript(Object.fromEntries(entries) as Parameters<typeof Struct.fromJavaScript>[0]);
}
