import { paging, publicKeyArn, resourceName, tags } from "../model/shapes.js";
import { paginate } from "../state/paging.js";
import type { PublicKey } from "../state/publicKeys.js";
import type { Operation } from "./operation.js";

const importPublicKeyInput = {
  type: "structure",
  required: ["publicKeyMaterial"],
  members: {
    publicKeyMaterial: {
      type: "string",
      pattern:
        ".*-----BEGIN PUBLIC KEY-----\\r?\\n([a-zA-Z0-9+/=\\r\\n]+)\\r?\\n-----END PUBLIC KEY-----(\\r?\\n)?.*",
    },
    name: resourceName,
    tags,
  },
} as const;

export const importPublicKey: Operation<typeof importPublicKeyInput> = {
  input: importPublicKeyInput,
  errors: [
    "ValidationException",
    "AccessDeniedException",
    "ServiceQuotaExceededException",
    "ConflictException",
    "PendingVerification",
  ],
  perSecond: 3,
  handle(settings, { publicKeys, region }) {
    return { publicKey: publicKeys.import(region, settings) };
  },
};

const getPublicKeyInput = { type: "structure", required: ["arn"], members: { arn: publicKeyArn } } as const;

export const getPublicKey: Operation<typeof getPublicKeyInput> = {
  input: getPublicKeyInput,
  errors: ["ResourceNotFoundException", "ValidationException", "AccessDeniedException"],
  perSecond: 3,
  handle({ arn }, { publicKeys, region }) {
    return { publicKey: publicKeys.get(arn, region) };
  },
};

const listPublicKeysInput = { type: "structure", members: paging } as const;

export const listPublicKeys: Operation<typeof listPublicKeysInput> = {
  input: listPublicKeysInput,
  errors: ["ValidationException", "AccessDeniedException"],
  perSecond: 3,
  handle(asked, { publicKeys, region }) {
    const { items, next } = paginate(publicKeys.list(region), asked);
    return { publicKeys: items.map(({ publicKey }) => summary(publicKey)), ...next };
  },
};

function summary({ arn, name, tags }: PublicKey) {
  return { arn, name, tags };
}

const deletePublicKeyInput = {
  type: "structure",
  required: ["arn"],
  members: { arn: publicKeyArn },
} as const;

export const deletePublicKey: Operation<typeof deletePublicKeyInput> = {
  input: deletePublicKeyInput,
  errors: [
    "ResourceNotFoundException",
    "ValidationException",
    "AccessDeniedException",
    "ConflictException",
    "PendingVerification",
  ],
  perSecond: 3,
  handle({ arn }, { publicKeys, region }) {
    publicKeys.delete(publicKeys.get(arn, region));
    return {};
  },
};
