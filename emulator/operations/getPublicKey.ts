import { publicKeyArn } from "../model/shapes.js";
import type { Operation } from "./operation.js";

const getPublicKeyInput = { type: "structure", required: ["arn"], members: { arn: publicKeyArn } } as const;

export const getPublicKey: Operation<typeof getPublicKeyInput> = {
  input: getPublicKeyInput,
  errors: ["ResourceNotFoundException", "ValidationException", "AccessDeniedException"],
  perSecond: 3,
  handle({ arn }, { publicKeys, region }) {
    return { publicKey: publicKeys.get(arn, region) };
  },
};
