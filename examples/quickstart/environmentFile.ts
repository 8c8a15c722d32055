import { chmod, rename, rm, writeFile } from "node:fs/promises";
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
    await write(inputs);
    return { id: inputs.path, outs: inputs };
  },
  async update(_id, _olds, news) {
    await write(news);
    return { outs: news };
  },
  async delete(path) {
    await rm(path, { force: true });
  },
};

async function write({ path, variables }: Inputs): Promise<void> {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  // A whole file at once, and never readable by others: not even if one with other permissions was there.
  await writeFile(`${path}.new`, lines.join(""), { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}
