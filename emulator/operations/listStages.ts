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
    const after = placeOf(nextToken);
    const rest = stages.list(region).filter(({ place }) => place > after);
    const page = rest.slice(0, maxResults);
    const last = page.at(-1);
    return {
      stages: page.map(({ stage }) => summary(stage)),
      ...(last !== undefined && page.length < rest.length && { nextToken: tokenOf(last.place) }),
    };
  },
};

function summary({ arn, name, tags }: Stage) {
  return { arn, name, tags };
}

function tokenOf(place: number): string {
  return Buffer.from(`after:${place}`).toString("base64url");
}

function placeOf(token: string): number {
  if (token === "") return 0;
  const place = /^after:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (place === undefined) throw new ServiceError("ValidationException", "Invalid nextToken");
  return Number(place);
}
