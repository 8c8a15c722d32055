import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { atHome } from "./atHome.js";

/** The CAs in a PEM file. It is read here, as the AWS SDK for JavaScript, unlike the AWS CLI, heeds no `AWS_CA_BUNDLE`. */
export async function readCaBundle({ path, from }: { path: string; from: string }): Promise<string> {
  const pem = await readFile(atHome(path), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${from} names ${path}, which can't be read (${error.code})`);
  });
  try {
    new X509Certificate(pem);
  } catch {
    throw new Error(
      `${from} names ${path}, which holds no certificate: write the path of a PEM file with CAs`,
    );
  }
  return pem;
}
