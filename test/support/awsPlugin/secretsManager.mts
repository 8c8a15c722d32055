import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { type Aws, type TagMap, tagList, tagMap, unlessGone } from "./aws.mts";
import type { ResourceType } from "./resourceTypes.mts";

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

interface SecretVersionArgs {
  readonly secretId: string;
  readonly secretString: string;
  readonly versionStages?: readonly string[];
}

interface State extends SecretVersionArgs {
  readonly id: string;
  readonly versionId: string;
  readonly versionStages: readonly string[];
}

/** Rules as in hashicorp/terraform-provider-aws, internal/service/secretsmanager/secret_version.go. */
export const secretVersion: ResourceType<SecretVersionArgs, State> = {
  inputs: ["secretId", "secretString", "versionStages"],
  secrets: ["secretString"],
  replacedBy: ["secretId", "secretString"],
  async create({ secretId, secretString, versionStages }, { secretsManager }) {
    const VersionStages = versionStages && [...versionStages];
    const command = new PutSecretValueCommand({
      SecretId: secretId,
      SecretString: secretString,
      VersionStages,
    });
    const { VersionId } = await secretsManager.send(command);
    return `${secretId}|${VersionId}`;
  },
  async read(id, { secretsManager }) {
    const [SecretId, VersionId] = id.split("|");
    const found = await unlessGone(secretsManager.send(new GetSecretValueCommand({ SecretId, VersionId })));
    if (found === undefined) return undefined;
    return {
      arn: found.ARN,
      secretArn: found.ARN,
      secretId: SecretId,
      secretString: found.SecretString,
      versionId: found.VersionId,
      versionStages: found.VersionStages?.toSorted(),
    };
  },
  async update({ secretId, versionId, versionStages: before }, { versionStages = [] }, _changed, aws) {
    const added = versionStages.filter((stage) => !before.includes(stage));
    for (const stage of added) await add(aws.secretsManager, secretId, versionId, stage);
    const stays = added.includes("AWSCURRENT") ? ["AWSCURRENT", "AWSPREVIOUS"] : ["AWSCURRENT"];
    const removed = before.filter((stage) => !versionStages.includes(stage) && !stays.includes(stage));
    for (const stage of removed) await remove(aws.secretsManager, secretId, versionId, stage);
  },
  async delete({ id, secretId, versionId, versionStages }, aws) {
    // It goes by what the state says, which may be of yesterday. AWSCURRENT can be moved, but not taken away.
    for (const stage of versionStages.filter((one) => one !== "AWSCURRENT")) {
      const removed = await unlessGone(remove(aws.secretsManager, secretId, versionId, stage));
      if (removed === undefined) return;
    }
    const { versionStages: left = [] } = ((await this.read(id, aws)) ?? {}) as Partial<State>;
    if (left.length > 1 || left.some((stage) => !/^AWS(CURRENT|PREVIOUS)$/.test(stage))) {
      throw new Error(`waiting for Secrets Manager Secret Version (${id}) delete: it still has ${left}`);
    }
  },
};

async function add(client: SecretsManagerClient, SecretId: string, to: string, stage: string): Promise<void> {
  const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId }));
  const from = Versions.find(({ VersionStages }) => VersionStages?.includes(stage))?.VersionId;
  const move = { MoveToVersionId: to, RemoveFromVersionId: from };
  await client.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage: stage, ...move }));
}

function remove(client: SecretsManagerClient, SecretId: string, from: string, VersionStage: string) {
  return client.send(
    new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId: from }),
  );
}

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
