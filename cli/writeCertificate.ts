import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";

/** Writes the certificate, which is public, where it is asked for. Returns the whole path. */
export async function writeCertificate(file: string, certificate: string): Promise<string> {
  const path = resolve(file);
  await writeFile(path, certificate, { mode: 0o644 }).catch((error: Error) => {
    throw new Error(`the certificate could not be written: ${error.message}`);
  });
  return path;
}
