import { delimiter, dirname, join } from "node:path";
import { work } from "./setting.mts";

/** As long as the tokens of the emulator are. */
const tokenLength = 617;

/** What every contender runs in: nothing of the machine's own AWS, Pulumi or Node settings. */
export function environment(url: string, backend: string, tokens: number): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|PULUMI_|NODE_)/.test(name));
  return {
    ...Object.fromEntries(own),
    PATH: [...awsCliFolder(), process.env.PATH].join(delimiter),
    PULUMI_HOME: join(work, "home"),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(work, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(work, "no-aws-credentials"),
    AWS_ENDPOINT_URL_IVS_REALTIME: url,
    BENCH_TOKENS: String(tokens),
    BENCH_LENGTH: String(tokenLength),
  };
}

/** The AWS CLI stands beside the Python that it is installed for. */
function awsCliFolder(): string[] {
  const python = process.env.CONFORMANCE_PYTHON;
  return python === undefined ? [] : [dirname(python)];
}
