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

/** As it stands in the URL, as it is meant, and as it goes to the proxy. */
function password(url: string): string[] {
  const { username, password } = new URL(url);
  if (password === "") return [];
  const plain = decodeURIComponent(password);
  const sent = Buffer.from(`${decodeURIComponent(username)}:${plain}`).toString("base64");
  return [password, plain, sent];
}
