import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { ResourceType } from "../resourceType.mts";
import { type TagMap, tagList, tagMap } from "../tags.mts";
import { unlessGone } from "../unlessGone.mts";

interface SecretArgs {
  readonly name: string;
  readonly description?: string;
  readonly tags?: TagMap;
  readonly recoveryWindowInDays: number;
}

export const secret: ResourceType<SecretArgs, SecretArgs & { readonly id: string }> = {
  autonamed: true,
  defaults: { recoveryWindowInDays: 30 },
  inputs: ["name", "description", "tags", "recoveryWindowInDays"],
  replacedBy: ["name"],
  async create({ name: Name, description: Description, tags }, { secretsManager }) {
    const { ARN } = await secretsManager.send(
      new CreateSecretCommand({ Name, Description, Tags: tagList(tags) }),
    );
    return String(ARN);
  },
  async read(id, { secretsManager }) {
    const found = await unlessGone(secretsManager.send(new DescribeSecretCommand({ SecretId: id })));
    if (found === undefined || found.DeletedDate !== undefined) return undefined;
    return { arn: found.ARN, name: found.Name, description: found.Description, tags: tagMap(found.Tags) };
  },
  async update(
    { id: SecretId, tags: before },
    { description: Description, tags },
    changed,
    { secretsManager },
  ) {
    if (changed.includes("description")) {
      await secretsManager.send(new UpdateSecretCommand({ SecretId, Description }));
    }
    if (!changed.includes("tags")) return;
    await secretsManager.send(new UntagResourceCommand({ SecretId, TagKeys: Object.keys(before ?? {}) }));
    await secretsManager.send(new TagResourceCommand({ SecretId, Tags: tagList(tags) }));
  },
  async delete({ id: SecretId, recoveryWindowInDays: days }, { secretsManager }) {
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    await unlessGone(secretsManager.send(new DeleteSecretCommand({ SecretId, ...how })));
  },
};
