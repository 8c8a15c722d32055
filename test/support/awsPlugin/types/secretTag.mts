import {
  DescribeSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Aws } from "../aws.mts";
import type { ResourceType } from "../resourceType.mts";
import { tagMap } from "../tags.mts";
import { unlessGone } from "../unlessGone.mts";

interface SecretTagArgs {
  readonly secretId: string;
  readonly key: string;
  readonly value: string;
}

/** One tag of a secret; its ID is the secret's and the key, with a comma between. */
export const secretTag: ResourceType<SecretTagArgs, SecretTagArgs & { readonly id: string }> = {
  inputs: ["secretId", "key", "value"],
  replacedBy: ["secretId", "key"],
  async create(args, aws) {
    await tag(args, aws);
    return `${args.secretId},${args.key}`;
  },
  async read(id, { secretsManager }) {
    const [SecretId, key = ""] = id.split(",");
    const found = await unlessGone(secretsManager.send(new DescribeSecretCommand({ SecretId })));
    const value = tagMap(found?.Tags)?.[key];
    return value === undefined ? undefined : { secretId: SecretId, key, value };
  },
  async update(_state, args, _changed, aws) {
    await tag(args, aws);
  },
  async delete({ secretId: SecretId, key }, { secretsManager }) {
    await unlessGone(secretsManager.send(new UntagResourceCommand({ SecretId, TagKeys: [key] })));
  },
};

async function tag(
  { secretId: SecretId, key: Key, value: Value }: SecretTagArgs,
  { secretsManager }: Aws,
): Promise<void> {
  await secretsManager.send(new TagResourceCommand({ SecretId, Tags: [{ Key, Value }] }));
}
