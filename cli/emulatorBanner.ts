/** What the command prints once it listens. The first line names the URL, for programs that wait for it. */
export function emulatorBanner(url: string, stages: readonly string[]): string {
  const [stage = ""] = stages;
  const region = stage.split(":")[3];
  return `IVS Real-Time emulator listening on ${url}

Stages:
${stages.map((arn) => `  ${arn}`).join("\n")}

AWS CLI:
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=${region}
  aws ivs-realtime create-participant-token --endpoint-url ${url} \\
    --stage-arn ${stage}

Pulumi:
  pulumi config set ivs-realtime:endpoint ${url}
  pulumi config set aws:accessKey test
  pulumi config set aws:secretKey test --secret

Requests:
`;
}
