/** Both ends of the supported range of @pulumi/pulumi, or near: not every registry carries 3.211.0. */
export const sdkVersions = { oldest: "3.212.0", newest: "3.270.0" };
