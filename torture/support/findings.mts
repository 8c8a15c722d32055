import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "../../test/support/stack.mts";
import { mark } from "../../test/support/witnessProvider.cjs";
import type { World } from "./world.mts";

/** A token as the state holds it. */
export interface FoundToken {
  readonly name: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What a stack's state holds, and what is wrong with that. */
export interface Findings {
  readonly tokens: ReadonlyMap<string, FoundToken>;
  /** What each witness has seen, as a mark of it. */
  readonly witnesses: ReadonlyMap<string, string>;
  readonly pending: readonly string[];
  /** Tokens that weren't minted by the emulator as they lie there, in words. */
  readonly wrong: readonly string[];
}

const isWitness = (urn: string) => urn.includes("test:Witness::");

/** Reads a stack's state; each token in it is decrypted and compared with what the emulator minted. */
export async function findingsOf(world: World, stack: Stack): Promise<Findings> {
  const state = await stack.state();
  const open = await decipher(stack);
  const all = state.names.map((name) => state.get(name));
  const tokens = [
    ...all.filter(({ urn }) => !isWitness(urn)),
    ...state.pending.filter(({ urn }) => !isWitness(urn)),
  ];
  return {
    tokens: new Map(
      all.filter(({ urn }) => !isWitness(urn)).map((found) => [nameOf(found.urn), asToken(found)]),
    ),
    witnesses: new Map(
      all.filter(({ urn }) => isWitness(urn)).map(({ urn, outputs }) => [nameOf(urn), String(outputs.seen)]),
    ),
    pending: state.pending.map(({ urn, id }) => `${nameOf(urn)} ${id}`),
    wrong: tokens.flatMap((found) => wrongOf(world, asToken(found), open)),
  };
}

const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";
const asToken = ({
  urn,
  id = "",
  outputs,
}: {
  urn: string;
  id?: string;
  outputs: FoundToken["outputs"];
}) => ({
  name: nameOf(urn),
  id,
  outputs,
});

function wrongOf(
  { mints }: World,
  { name, id, outputs }: FoundToken,
  open: (text: string) => string,
): string[] {
  const mint = mints.get(id);
  if (!mint) return [`${name}: its participant ${id} was never minted`];
  const { ciphertext } = outputs.token as { ciphertext?: string };
  if (ciphertext === undefined) return [`${name}: its token isn't encrypted`];
  return open(ciphertext) === JSON.stringify(mint.token) ? [] : [`${name}: its token is another one's`];
}

/** The mark that a witness of this participant's token leaves. */
export function markOf({ mints }: World, id: string | undefined): string {
  const mint = mints.get(id ?? "");
  return mint ? mark(mint.token) : "none";
}

/** Witnesses in the state whose token is in it no more: what something used was lost. */
export function lostUses(world: World, { tokens, witnesses, pending }: Findings): string[] {
  const ids = [...[...tokens.values()].map(({ id }) => id), ...pending.map((line) => line.split(" ")[1])];
  const kept = new Set(ids.map((id) => markOf(world, id)));
  return [...witnesses]
    .filter(([, seen]) => !kept.has(seen))
    .map(([name]) => `${name} uses a token that is gone`);
}

/**
 * What opens the secrets of a stack as the passphrase does: PBKDF2 and AES-256-GCM, as in Pulumi's
 * sdk/go/common/resource/config/crypt.go. Asking `pulumi stack output` after each step would double the time.
 */
async function decipher({ folder }: Stack): Promise<(text: string) => string> {
  const settings = await readFile(join(folder, "Pulumi.dev.yaml"), "utf8");
  const [, salt = ""] = /^encryptionsalt: v1:([^:]+):/m.exec(settings) ?? [];
  const key = await keyOf(salt);
  return (text) => {
    const [, nonce = "", sealed = ""] = text.split(":");
    const bytes = Buffer.from(sealed, "base64");
    const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    cipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]).toString();
  };
}

const derive = promisify(pbkdf2);
const keys = new Map<string, Promise<Buffer>>();

function keyOf(salt: string): Promise<Buffer> {
  const made = keys.get(salt) ?? derive("engine tests", Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  keys.set(salt, made);
  return made;
}
