import * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings/awsSettings.js";
import { inputNames, nameInput, type ParticipantTokenArgs } from "../token/inputs.js";
import { outputNames, providerText, tokenType } from "../token/state.js";
import type { Capability } from "../values/service.js";
import { reviewDeclaration } from "./declaration.js";
import { secretSettings, warnOfPlainKeys } from "./secretInputs.js";

const allNames = [...inputNames, ...outputNames];

/**
 * An Amazon IVS Real-Time participant token: minted when it is created, left alone while it is valid, and replaced
 * by the first `pulumi up` inside its window before expiration (`rotateBefore`): the new token first, what
 * depends on it next, the old one last.
 *
 * @example
 * ```ts
 * const host = new ParticipantToken("host", { stageArn, userId: "bob", duration: "12h" });
 * export const token = host.token; // [secret]
 * ```
 */
export class ParticipantToken extends pulumi.CustomResource {
  /** The token to join with: opaque, always secret. AWS keeps no copy, so it can't be fetched again. */
  declare readonly token: pulumi.Output<string>;
  /** The service's identifier of the token and its participant, 1 to 64 of `[A-Za-z0-9-_]`; also the resource's ID. */
  declare readonly participantId: pulumi.Output<string>;
  /** When the token expires: ISO 8601, UTC, whole seconds. Where the service leaves it out: issuedTime + duration. */
  declare readonly expirationTime: pulumi.Output<string>;
  /** When it is due: from then on `pulumi up` replaces it. ISO 8601, UTC. None while `autoRotate` is false. */
  declare readonly rotationTime: pulumi.Output<string | undefined>;
  /** When it was minted, by the service's clock: ISO 8601, UTC, whole seconds. */
  declare readonly issuedTime: pulumi.Output<string>;
  /** The request ID of the mint: it leads to the CloudTrail record. */
  declare readonly requestId: pulumi.Output<string | undefined>;
  /**
   * By how many seconds the clock of the machine that minted it was ahead, below 0: behind. None where it was right
   * within two minutes, or within a quarter of a `duration` below 8 minutes. What it was behind is added whenever
   * `pulumi up` and `status` ask whether the token is due.
   */
  declare readonly clockSkew: pulumi.Output<number | undefined>;
  /** ARN of the stage. */
  declare readonly stageArn: pulumi.Output<string>;
  /** The holder's name, as declared. */
  declare readonly userId: pulumi.Output<string | undefined>;
  /** The attributes, as declared. */
  declare readonly attributes: pulumi.Output<Record<string, string> | undefined>;
  /** What the holder may do, sorted; by default both. */
  declare readonly capabilities: pulumi.Output<Capability[]>;
  /** The validity that was asked for, in minutes. */
  declare readonly duration: pulumi.Output<number>;
  /** The window as declared: in minutes, or `"Ns"` where it isn't whole minutes. */
  declare readonly rotateBefore: pulumi.Output<number | string | undefined>;
  /** Whether it is replaced when due. */
  declare readonly autoRotate: pulumi.Output<boolean>;
  /** Whether a deletion disconnects its participant. */
  declare readonly disconnectOnDelete: pulumi.Output<boolean>;
  /** The token's own settings, as declared; a secret where they hold one. */
  declare readonly aws: pulumi.Output<AwsSettings | undefined>;

  /**
   * Whether a value is a ParticipantToken. Unlike `instanceof` it also knows tokens that another copy of this package
   * made, as in a program whose dependencies bring one.
   */
  static override isInstance(value: unknown): value is ParticipantToken {
    return pulumi.CustomResource.isInstance(value) && typeOf(value) === tokenType;
  }

  /**
   * @param name the resource's name, unique in the stack among tokens.
   * @param args what the token is declared with; everything wrong in it is reported at once, before any call.
   * @param opts the usual resource options. `protect: true` blocks a due rotation, and with it the `up`;
   *   `id` and `import` are refused, as AWS keeps no token; `customTimeouts` has no effect: `totalTimeout` has.
   */
  constructor(name: string, args: ParticipantTokenArgs, opts?: pulumi.CustomResourceOptions) {
    reviewDeclaration(name, args, opts);
    // Only what is passed as a property, at least as undefined, becomes an output: defaults that check fills in too.
    const outputs = Object.fromEntries(allNames.map((output) => [output, undefined]));
    // For its own debugging the SDK takes four stack traces a property, with source maps. Without them a preview of 200
    // tokens is faster than one of 200 no-op resources (`npm run bench`, "preview of 200 tokens"); with them it is a
    // second and more slower. (For the place where a resource is declared the SDK raises the limit itself.)
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      super(
        tokenType,
        name,
        // Inputs last, so that an output given as an input is refused by check rather than dropped here.
        { ...outputs, ...args, aws: secretSettings(args?.aws), [nameInput]: name, __provider: providerText },
        pulumi.mergeOptions(opts, { additionalSecretOutputs: ["token"] }),
      );
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    warnOfPlainKeys();
  }
}

/** Every resource has its type under this name; the SDK's types leave it out. */
function typeOf(resource: pulumi.CustomResource): unknown {
  return (resource as { __pulumiType?: unknown }).__pulumiType;
}

/**
 * When the first of these tokens is due: the earliest `rotationTime`, ISO 8601, UTC; for a stack output that says
 * until when `pulumi up` has to run again. Tokens with `autoRotate: false` don't count; `undefined` where no other is
 * left. Unknown in a preview that creates or replaces one of them, and in every preview where one has
 * `autoRotate: false`: so are all outputs without a value.
 *
 * @example
 * ```ts
 * export const rotateBy = nextRotation([host, guest]);
 * ```
 */
export function nextRotation(tokens: readonly ParticipantToken[]): pulumi.Output<string | undefined> {
  return pulumi
    .all(tokens.map(({ rotationTime }) => rotationTime))
    .apply((times) => times.filter((time) => time !== undefined).sort()[0]);
}
