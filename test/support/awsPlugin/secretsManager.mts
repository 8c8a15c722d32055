import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { ResourceType } from "./resourceType.mts";
import { unlessGone } from "./unlessGone.mts";

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
