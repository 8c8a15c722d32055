import { ServiceError } from "../model/errors.js";

const defaultMaxResults = 50;

/** Something that has its place in an order, which no deletion of another changes. Places start at 1. */
export interface Placed {
  readonly place: number;
}

interface Asked {
  readonly nextToken?: string;
  readonly maxResults?: number;
}

interface Page<T> {
  readonly items: readonly T[];
  /** What an answer has of the page besides its items: the token of the next one, where there is one. */
  readonly next: { readonly nextToken?: string };
}

/** The page that is asked for of everything in its order. */
export function paginate<T extends Placed>(
  all: readonly T[],
  { nextToken = "", maxResults = defaultMaxResults }: Asked,
): Page<T> {
  const after = placeOf(nextToken);
  const rest = all.filter(({ place }) => place > after);
  const items = rest.slice(0, maxResults);
  const last = items.at(-1);
  const more = last !== undefined && items.length < rest.length;
  return { items, next: more ? { nextToken: tokenOf(last.place) } : {} };
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
