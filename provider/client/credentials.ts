import { readFile } from "node:fs/promises";
import {
  fromIni,
  fromNodeProviderChain,
  fromTemporaryCredentials,
  fromWebToken,
} from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type { Role, WebIdentityRole } from "../settings/awsKinds.js";
import type { Settings } from "../settings/resolve.js";
import { expandTilde } from "../values/paths.js";
import type { Timing } from "../values/time.js";
import { collectBody } from "./http.js";
import { attemptsByTime, retryStrategy } from "./retries.js";
import { sharedFiles } from "./sharedConfig.js";
import { signingTime } from "./signingTime.js";

/** CloudTrail shows it as the session's name. */
const sessionName = "pulumi-ivs-realtime";

type Note = (secret: string | undefined) => void;
type StsConfig = NonNullable<Parameters<typeof fromTemporaryCredentials>[0]["clientConfig"]>;
/** What the calls to STS need. */
type Sts = Required<Pick<Parameters<typeof fromTemporaryCredentials>[0], "clientPlugins">> & {
  clientConfig: StsConfig;
};
type LookUp = NonNullable<Parameters<typeof fromIni>[0]>;
type AssumeRoleParams = Parameters<typeof fromTemporaryCredentials>[0]["params"];

/**
 * The credentials that the settings name, with the roles assumed. Nothing is looked up before the first call.
 *
 * @param note gets each secret that is used, as an error may quote it.
 */
export function credentialsOf(
  settings: Settings,
  requestHandler: NonNullable<StsConfig["requestHandler"]>,
  note: Note,
  timing: Timing,
): AwsCredentialIdentityProvider {
  const sts = stsOf(settings, requestHandler, timing);
  return settings.roles.reduce(
    (source, role) => noted(assumed(source, paramsOf(role), sts), note),
    noted(base(settings, sts, note), note),
  );
}

function noted(provider: AwsCredentialIdentityProvider, note: Note): AwsCredentialIdentityProvider {
  return async (...caller) => {
    const given = await provider(...caller);
    note(given.secretAccessKey);
    note(given.sessionToken);
    return given;
  };
}

function stsOf(
  settings: Settings,
  requestHandler: NonNullable<StsConfig["requestHandler"]>,
  timing: Timing,
): Sts {
  const { region, stsEndpoint, useFipsEndpoint, useDualstackEndpoint } = settings;
  const clientConfig = {
    region,
    // As for the client of IVS Real-Time.
    maxAttempts: settings.maxAttempts ?? 0,
    retryStrategy: retryStrategy(settings, stsEndpoint, timing),
    extensions: [signingTime],
    requestHandler,
    streamCollector: collectBody,
    ignoreConfiguredEndpointUrls: true,
    // A URL has no variants, and the SDK refuses both together, also where it finds one in the environment by itself.
    ...(stsEndpoint === undefined
      ? { useFipsEndpoint, useDualstackEndpoint }
      : { endpoint: stsEndpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
  };
  return { clientConfig, clientPlugins: [attemptsByTime(settings)] };
}

function base(settings: Settings, sts: Sts, note: Note): AwsCredentialIdentityProvider {
  const { identity } = settings;
  switch (identity.kind) {
    case "unsigned":
      return async () => ({ accessKeyId: "", secretAccessKey: "" });
    case "webIdentity":
      return byWebToken(identity.role, sts, note);
    case "keys": {
      const { accessKeyId, secretAccessKey, sessionToken } = identity;
      return async () => ({ accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) });
    }
    case "profile":
      return async (...caller) => fromIni(await lookUp(settings, sts, note))(...caller);
    case "chain":
      return async (...caller) => fromNodeProviderChain(await lookUp(settings, sts, note))(...caller);
  }
}

/** How the AWS SDK looks for credentials: in which files, and with the settings' own STS for the roles named there. */
async function lookUp(settings: Settings, sts: Sts, note: Note): Promise<LookUp> {
  const profile = "profile" in settings.identity ? settings.identity.profile : undefined;
  return {
    ...(profile !== undefined && { profile }),
    ...(await sharedFiles(settings)),
    // Without a region: for SSO it would come before the profile's sso_region.
    clientConfig: {
      ...(sts.clientConfig.requestHandler && { requestHandler: sts.clientConfig.requestHandler }),
      streamCollector: collectBody,
    },
    roleAssumer(source, params) {
      for (const secret of [source.secretAccessKey, source.sessionToken, params.ExternalId]) note(secret);
      return assumed(async () => source, params as AssumeRoleParams, sts)();
    },
    roleAssumerWithWebIdentity(params) {
      note(params.WebIdentityToken?.trim());
      return fromWebToken({
        roleArn: params.RoleArn ?? "",
        roleSessionName: params.RoleSessionName ?? sessionName,
        webIdentityToken: params.WebIdentityToken ?? "",
        ...sts,
      })();
    },
  };
}

function assumed(
  masterCredentials: AwsCredentialIdentityProvider,
  params: AssumeRoleParams,
  sts: Sts,
): AwsCredentialIdentityProvider {
  return fromTemporaryCredentials({ masterCredentials, params, ...sts });
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

function byWebToken(role: WebIdentityRole, sts: Sts, note: Note): AwsCredentialIdentityProvider {
  const { policyArns, webIdentityTokenFile } = role;
  return async (...caller) => {
    const token =
      role.webIdentityToken ?? (await readFile(expandTilde(webIdentityTokenFile ?? ""), "utf8")).trim();
    note(token);
    return fromWebToken({
      roleArn: role.roleArn,
      roleSessionName: role.sessionName ?? sessionName,
      webIdentityToken: token,
      ...(role.duration !== undefined && { durationSeconds: role.duration }),
      ...(role.policy !== undefined && { policy: role.policy }),
      ...(policyArns && { policyArns: policyArns.map((arn) => ({ arn })) }),
      ...sts,
    })(...caller);
  };
}
