import { readFile } from "node:fs/promises";
import {
  fromIni,
  fromNodeProviderChain,
  fromTemporaryCredentials,
  fromWebToken,
} from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import type { Role, WebIdentityRole } from "../settings/kinds/roles.js";
import type { Settings } from "../settings/settings.js";
import { sharedFiles } from "./sharedFiles.js";

/** CloudTrail shows it as the session's name. */
const sessionName = "pulumi-ivs-realtime";

/** What the calls to STS need. */
type StsConfig = NonNullable<Parameters<typeof fromTemporaryCredentials>[0]["clientConfig"]>;
type AssumeRoleWithWebIdentityParams = Parameters<
  NonNullable<Parameters<typeof fromWebToken>[0]["roleAssumerWithWebIdentity"]>
>[0];
type AssumeRoleParams = Parameters<typeof fromTemporaryCredentials>[0]["params"];

/** The credentials that the settings name, with the roles assumed; nothing is looked for until they are asked for. */
export function credentialsOf(
  settings: Settings,
  requestHandler: NonNullable<StsConfig["requestHandler"]>,
): AwsCredentialIdentityProvider {
  const { region, stsEndpoint, maxAttempts, useFipsEndpoint, roles } = settings;
  const sts: StsConfig = {
    region,
    maxAttempts,
    useFipsEndpoint,
    requestHandler,
    ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }),
  };
  return roles.reduce((source, role) => assumed(source, paramsOf(role), sts), base(settings, sts));
}

function base(settings: Settings, sts: StsConfig): AwsCredentialIdentityProvider {
  const { identity } = settings;
  if (identity.kind === "unsigned") return async () => ({ accessKeyId: "", secretAccessKey: "" });
  if (identity.kind === "webIdentity") return byWebToken(identity.role, sts);
  if (identity.kind === "keys") {
    const { accessKeyId, secretAccessKey, sessionToken } = identity;
    return async () => ({ accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) });
  }
  const find = identity.kind === "profile" ? fromIni : fromNodeProviderChain;
  const { profile } = identity;
  return async (...caller) => {
    const options = {
      ...(profile !== undefined && { profile }),
      ...(await sharedFiles(settings)),
      // Without a region: for SSO it would come before the profile's sso_region.
      clientConfig: { ...(sts.requestHandler && { requestHandler: sts.requestHandler }) },
      // A role that a profile names is assumed where the settings say that STS is.
      ...(sts.endpoint !== undefined && {
        roleAssumer: (source: AwsCredentialIdentity, params: AssumeRoleParams) =>
          assumed(async () => source, params, sts)(),
        roleAssumerWithWebIdentity: (params: AssumeRoleWithWebIdentityParams) =>
          fromWebToken({
            roleArn: params.RoleArn ?? "",
            roleSessionName: params.RoleSessionName ?? sessionName,
            webIdentityToken: params.WebIdentityToken ?? "",
            clientConfig: sts,
          })(),
      }),
    };
    return find(options as Parameters<typeof fromIni>[0])(...caller);
  };
}

function assumed(
  masterCredentials: AwsCredentialIdentityProvider,
  params: AssumeRoleParams,
  clientConfig: StsConfig,
): AwsCredentialIdentityProvider {
  return fromTemporaryCredentials({ masterCredentials, params, clientConfig });
}

function paramsOf(role: Role): AssumeRoleParams {
  const { tags, policyArns } = role;
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? sessionName,
    ...(role.externalId !== undefined && { ExternalId: role.externalId }),
    ...(role.duration !== undefined && { DurationSeconds: role.duration }),
    ...(role.policy !== undefined && { Policy: role.policy }),
    ...(policyArns && { PolicyArns: policyArns.map((arn) => ({ arn })) }),
    ...(tags && { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    ...(role.transitiveTagKeys && { TransitiveTagKeys: role.transitiveTagKeys }),
    ...(role.sourceIdentity !== undefined && { SourceIdentity: role.sourceIdentity }),
  };
}

function byWebToken(role: WebIdentityRole, clientConfig: StsConfig): AwsCredentialIdentityProvider {
  const { policyArns, webIdentityTokenFile } = role;
  return async (...caller) => {
    const token = role.webIdentityToken ?? (await readFile(webIdentityTokenFile ?? "", "utf8")).trim();
    return fromWebToken({
      roleArn: role.roleArn,
      roleSessionName: role.sessionName ?? sessionName,
      webIdentityToken: token,
      ...(role.duration !== undefined && { durationSeconds: role.duration }),
      ...(role.policy !== undefined && { policy: role.policy }),
      ...(policyArns && { policyArns: policyArns.map((arn) => ({ arn })) }),
      clientConfig,
    })(...caller);
  };
}
