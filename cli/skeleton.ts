import type { Command } from "commander";

// As the AWS CLI prints it from the same service model.
const inputs = {
  stageArn: "",
  duration: 0,
  userId: "",
  attributes: { KeyName: "" },
  capabilities: ["PUBLISH"],
};

/** `pulumi-ivs-realtime skeleton`: the inputs to fill in, as `aws … --generate-cli-skeleton input` prints them. */
export function skeleton(command: Command): void {
  command
    .description("Print a token's inputs to fill in, as the AWS CLI's --generate-cli-skeleton input does")
    .action(() => {
      process.stdout.write(`${JSON.stringify(inputs, undefined, 4)}\n`);
    });
}
