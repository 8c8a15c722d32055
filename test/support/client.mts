import { IVSRealTimeClient, type IVSRealTimeClientConfig } from "@aws-sdk/client-ivs-realtime";
import type { Emulator } from "pulumi-ivs-realtime/emulator";

/** The AWS SDK, pointed at the emulator. It tries once, so that a request that fails is one request. */
export function client({ url }: Emulator, config: IVSRealTimeClientConfig = {}): IVSRealTimeClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new IVSRealTimeClient({
    endpoint: url,
    region: "us-west-2",
    credentials,
    maxAttempts: 1,
    ...config,
  });
}
