/** By this member Pulumi knows a secret in what goes over its wire and lies in its state: `specialSigKey` in its runtime/rpc. */
export const secretKey = "4dabf18193072939515e22adb298388d";
