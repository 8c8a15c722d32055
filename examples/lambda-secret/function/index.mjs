import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const secretsManager = new SecretsManagerClient();

/** Sends the bot to the stage. The token is read at each call: an instance outlives rotations. */
export async function handler() {
  const { SecretString } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId: process.env.TOKEN_SECRET_ARN }),
  );
  const { token, expirationTime } = JSON.parse(SecretString);
  const { ok, status } = await fetch(process.env.BOT_URL, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  if (!ok) throw new Error(`The bot answered ${status}`);
  return { expirationTime };
}
