// Mints as many tokens at once as it is told, as the provider does: `node startMints.mts URL COUNT`.
import { connectClient } from "../../dist/provider/client/connect.js";
import { resolveSettings } from "../../dist/provider/settings/resolve.js";

const [endpoint = "", count] = process.argv.slice(2);
const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const input = { endpoint, accessKey: "test", secretKey: "test" };
const sources = { input, config: () => undefined, configKeys: [], env: {} };
const client = await connectClient(resolveSettings(stageArn, sources).settings, () => {});
const request = { stageArn, capabilities: ["PUBLISH" as const], duration: 60 };
await Promise.all(Array.from({ length: Number(count) }, () => client.createParticipantToken(request)));
