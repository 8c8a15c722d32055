import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as pulumi from "@pulumi/pulumi";

/** What an encoder or bot on this machine reads its settings from; only its owner can read the file. */
export class EnvironmentFile extends pulumi.dynamic.Resource {
  declare readonly path: pulumi.Output<string>;

  constructor(
    name: string,
    { path, variables }: { path: string; variables: pulumi.Input<Record<string, pulumi.Input<string>>> },
  ) {
    super(provider, name, { path, variables: pulumi.secret(variables) });
  }
}

interface Inputs {
  path: string;
  variables: Record<string, string>;
}

const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async diff(_id, olds, news) {
    const replaces = olds.path === news.path ? [] : ["path"];
    return {
      changes: replaces.length > 0 || JSON.stringify(olds.variables) !== JSON.stringify(news.variables),
      replaces,
    };
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
    if (text.startsWith(mark(id))) await rm(path);
  },
};

async function write(id: string, { path, variables }: Inputs): Promise<void> {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // A whole file at once, and a new one: who could read an old one, or has it open, never reads this.
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, [mark(id), ...lines].join(""), { mode: 0o600, flag: "wx" });
  await rename(`${path}.new`, path);
}

/** The file's first line: a comment that says whose it is. */
function mark(id: string): string {
  return `# ${id}\n`;
}
