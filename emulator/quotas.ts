/** How many of a thing there can be in a region, where the quotas of the service hold. */
export const quotas = { stages: 100, publicKeys: 3 } as const;
