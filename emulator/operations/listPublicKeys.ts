import { paging } from "../model/shapes.js";
import { page } from "../state/paging.js";
import type { PublicKey } from "../state/publicKeys.js";
import type { Operation } from "./operation.js";

const listPublicKeysInput = { type: "structure", members: paging } as const;

export const listPublicKeys: Operation<typeof listPublicKeysInput> = {
  input: listPublicKeysInput,
  errors: ["ValidationException", "AccessDeniedException"],
  perSecond: 3,
  handle(asked, { publicKeys, region }) {
    const { items, next } = page(publicKeys.list(region), asked);
    return { publicKeys: items.map(({ publicKey }) => summary(publicKey)), ...next };
  },
};

function summary({ arn, name, tags }: PublicKey) {
  return { arn, name, tags };
}
