/** The resource's type. Every state that holds a token names it, so it stays as it is for good. */
export const tokenType = "pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken";
