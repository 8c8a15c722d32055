import type { Settings } from "./settings.js";

/** Every text in the settings that may not be shown. */
export function settingsSecrets({ identity, roles, httpProxy, httpsProxy }: Settings): string[] {
  const keys =
    identity.kind === "keys"
      ? [identity.accessKeyId, identity.secretAccessKey, identity.sessionToken]
      : [identity.kind === "webIdentity" ? identity.role.webIdentityToken : undefined];
  const passwords = [httpProxy, httpsProxy].flatMap((url) => (url === undefined ? [] : password(url)));
  const externalIds = roles.map(({ externalId }) => externalId);
  return [...keys, ...externalIds, ...passwords].filter((text) => text !== undefined);
}

function password(url: string): string[] {
  const written = new URL(url).password;
  return [written, decodeURIComponent(written)];
}
