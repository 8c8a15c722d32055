import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";

/** Each file below the folder that holds one of the named secrets in any form, with its name and where. */
export async function findSecrets(folder: string, secrets: ReadonlyMap<string, string>): Promise<string[]> {
  const forms = [...secrets].flatMap(([name, secret]) =>
    secretForms(secret).map((form, index) => ({ name: `${name} (form ${index})`, form: Buffer.from(form) })),
  );
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((file) => file.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const content = unpacked(await readFile(path));
    for (const { name, form } of forms) {
      const at = content.indexOf(form);
      if (at >= 0) found.push(`${path}, byte ${at}: ${name}`);
    }
  }
  return found;
}

/** The CLI's own logs of commands that have no stack are gzip and nothing more; one that was killed leaves a part. */
function unpacked(content: Buffer): Buffer {
  return content.length > 2 && content.readUInt16BE() === 0x1f8b
    ? gunzipSync(content, { finishFlush: constants.Z_SYNC_FLUSH })
    : content;
}

/**
 * The forms in which a text may lie in a file: as it is, in JSON, in a URL, in base64 or base64url. Base64 shifts
 * with what stands before it, so each of its three shifts counts, without the characters that share neighbours' bits.
 */
function secretForms(secret: string): string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(" ".repeat(shift) + secret).toString("base64");
    return encoded.slice(shift === 0 ? 0 : shift + 1).replace(/.?=+$/, "");
  });
  const url = shifted.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  return [
    ...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...shifted, ...url]),
  ];
}
