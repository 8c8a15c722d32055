// Mints as many tokens at once as it is told, as the provider does, and prints the milliseconds that answers took on average:
// `node startMints.mts URL COUNT`.
import { connectClient } from "../../dist/provider/client/connect.js";
import { resolveSettings } from "../../dist/provider/settings/resolve.js";

const [endpoint = "", count] = process.argv.slice(2);
const stageArn = "arn:aws:ivs:us-west-2:123456789012:stage/abcdABCDefgh";
const input = { debug: true, endpoint, accessKey: "test", secretKey: "test" };
const sources = { input, config: () => undefined, configKeys: [], env: {} };
const latencies: number[] = [];
const client = await connectClient(resolveSettings(stageArn, sources).settings, (_, line) => {
  const answered = /: HTTP 200 after (\d+) ms/.exec(line);
  if (answered) latencies.push(Number(answered[1]));
});
const request = { stageArn, capabilities: ["PUBLISH" as const], duration: 60 };
await Promise.all(Array.from({ length: Number(count) }, () => client.createParticipantToken(request)));
console.log(latencies.reduce((sum, one) => sum + one, 0) / latencies.length);
