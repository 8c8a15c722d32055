/** When the tokens in each kept state were minted. */
export const mintedAt = new Date("2031-05-01T00:00:00Z");
