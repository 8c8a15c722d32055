/** Members of every operation that answers in pages. */
export const paging = {
  nextToken: { type: "string", min: 0, max: 1024, pattern: "[a-zA-Z0-9+/=_-]*" },
  maxResults: { type: "integer", min: 1, max: 100 },
} as const;
