import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** A file with a token, as JSON, that only its owner can read. */
export class TokenFile extends pulumi.dynamic.Resource {
  declare readonly path: pulumi.Output<string>;

  constructor(name: string, { path, token }: { path: string; token: pulumi.Input<string> }) {
    super(provider, name, { path, token: pulumi.secret(token) });
  }
}

interface Inputs {
  path: string;
  token: string;
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async diff(_id, olds, news) {
    const moved = olds.path !== news.path;
    return { changes: moved || olds.token !== news.token, replaces: moved ? ["path"] : [] };
  },
  async create(inputs) {
    const id = randomUUID();
    await write(id, inputs);
    return { id, outs: inputs };
  },
  async update(id, _olds, news) {
    await write(id, news);
    return { outs: news };
  },
  async delete(id, { path }) {
    // A replacement is written before its predecessor is deleted, and may have the same path.
    const text = await readFile(path, "utf8").catch(() => "");
    if (text.includes(id)) await rm(path);
  },
};

async function write(id: string, { path, token }: Inputs): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // A whole file at once, and a new one: who could read an old one, or has it open, never reads this.
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, JSON.stringify({ id, token }), { mode: 0o600, flag: "wx" });
  await rename(`${path}.new`, path);
}
