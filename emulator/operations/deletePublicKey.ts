import { publicKeyArn } from "../model/shapes.js";
import type { Operation } from "./operation.js";

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
