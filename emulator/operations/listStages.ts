import type { Operation } from "../operation.js";
import { ServiceError } from "../serviceError.js";
import type { Stage } from "../stage.js";

const defaultMaxResults = 50;

const input = {
  type: "structure",
  members: {
    nextToken: { type: "string", min: 0, max: 1024, pattern: "[a-zA-Z0-9+/=_-]*" },
    maxResults: { type: "integer", min: 1, max: 100 },
  },
} as const;

export const listStages: Operation<typeof input> = {
  input,
  errors: ["ValidationException", "AccessDeniedException", "ConflictException"],
  handle({ nextToken = "", maxResults = defaultMaxResults }, { stages, region }) {
    const start = offsetOf(nextToken);
    const all = stages.list(region);
    const end = start + maxResults;
    return {
      stages: all.slice(start, end).map(summary),
      ...(end < all.length && { nextToken: tokenOf(end) }),
    };
  },
};

function summary({ arn, name, tags }: Stage) {
  return { arn, name, tags };
}

function tokenOf(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString("base64url");
}

function offsetOf(token: string): number {
  if (token === "") return 0;
  const offset = /^offset:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (offset === undefined) throw new ServiceError("ValidationException", "Invalid nextToken");
  return Number(offset);
}
