import { parseArn } from "../state/identifiers.js";

interface Banner {
  readonly url: string;
  readonly stages: readonly string[];
  /** The file that has the certificate; undefined where there is none. */
  readonly certificate: string | undefined;
}

/** What the command prints once it listens. The first line names the URL, for programs that wait for it. */
export function emulatorBanner({ url, stages, certificate }: Banner): string {
  const [stage = ""] = stages;
  const { region } = parseArn(stage);
  const trust = trusting(url, certificate);
  return `IVS Real-Time emulator listening on ${url}

Stages:
${stages.map((arn) => `  ${arn}`).join("\n")}
${trust.note}
AWS CLI:
  export AWS_ENDPOINT_URL_IVS_REALTIME=${url}
  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test${trust.environment}
  aws ivs-realtime create-participant-token --stage-arn ${stage}${trust.flag}

Pulumi:
  pulumi config set stageArn ${stage}
  pulumi config set ivs-realtime:endpoint ${url}
  pulumi config set --secret aws:accessKey test
  pulumi config set --secret aws:secretKey test
${trust.setting}
Requests:
`;
}

/** How clients come to trust the certificate, or do without. */
function trusting(url: string, certificate: string | undefined) {
  if (!url.startsWith("https:")) return { note: "", environment: "", flag: "", setting: "" };
  if (certificate === undefined) {
    return {
      note: `
Certificate:
  made at start and in no file; with --certificate FILE it is written for clients to trust
`,
      environment: "",
      flag: " --no-verify-ssl",
      setting: "  pulumi config set ivs-realtime:insecure true\n",
    };
  }
  return {
    note: `\nCertificate:\n  ${certificate}\n`,
    environment: `\n  export AWS_CA_BUNDLE=${quoted(certificate)}`,
    flag: "",
    setting: `  pulumi config set ivs-realtime:customCaBundle ${quoted(certificate)}\n`,
  };
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
