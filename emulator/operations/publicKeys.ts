import { resourceName, tags } from "../model/shapes.js";
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
