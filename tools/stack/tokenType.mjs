/** The package's own can't be imported: these scripts run before there is a build. */
export const tokenType = "pulumi-nodejs:dynamic/ivsrealtime:ParticipantToken";
