/** What the command prints once it listens. The first line names the URL, for programs that wait for it. */
export function emulatorBanner(url: string, stages: readonly string[]): string {
  const [stage = ""] = stages;
  const region = stage.split(":")[3];
  return `IVS Real-Time emulator listening on ${url}

Stages:
${stages.map((arn) => `  ${arn}`).join("\n")}

AWS CLI:
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  aws ivs-realtime create-participant-token --endpoint-url ${url} \\
    --region ${region} --stage-arn ${stage}

Pulumi:
  pulumi config set ivs-realtime:endpoint ${url}
  pulumi config set aws:accessKey test
  pulumi config set aws:secretKey test --secret

Requests:
`;
}
