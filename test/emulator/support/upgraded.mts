import assert from "node:assert/strict";
import { once } from "node:events";
import type { Emulator } from "pulumi-ivs-realtime/emulator";
import { rawHandshake } from "./rawHandshake.mts";

/** A raw connection that has been upgraded. */
export async function upgraded(emulator: Emulator) {
  const { socket, request } = rawHandshake(emulator);
  socket.write(request);
  const [first] = (await once(socket, "data")) as [Buffer];
  assert.match(String(first), /^HTTP\/1\.1 101 /);
  return socket;
}
