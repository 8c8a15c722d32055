/** @param {boolean} isAws */
export function howToGoOn(isAws) {
  return isAws ? `${playOn}\n${back}` : `${playOn}\n${ownAccount}`;
}

const playOn = `  The same stack, the same CLI:
    npm run pulumi -- up                                    what is due by then is replaced
    npm run pulumi -- stack output token --show-secrets     the token in plain
    npm run pulumi -- destroy`;

const back = `  Back to the emulator:
    npm run pulumi -- stack select local`;

const ownAccount = `  A stage in your own AWS account: a passphrase of your own, then three commands.
    export PULUMI_CONFIG_PASSPHRASE='a passphrase of your own'
    npm run pulumi -- stack init aws
    npm run pulumi -- config set-all --plaintext stageArn=STAGE_ARN --plaintext aws:profile=PROFILE
    npm run pulumi -- up
  From then on npm start works on that stack too; npm run pulumi -- stack select local goes back.`;
