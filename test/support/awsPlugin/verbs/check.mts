import { randomBytes } from "node:crypto";
import type { CheckRequest, CheckResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import { messageOf, propertiesOf } from "../properties.mts";
import { resourceTypeOf } from "../resourceTypes.mts";
import { provider } from "../rpc.mts";
import { unwrapped } from "../verbs.mts";

/** Adds defaults and a name: the one from before if that was made up, else a new one. */
export async function check(request: CheckRequest): Promise<CheckResponse> {
  const { autonamed = false, defaults = {} } = resourceTypeOf(request.getUrn());
  const inputs = { ...defaults, ...propertiesOf(request.getNews()) };
  const { plain: olds } = unwrapped(propertiesOf(request.getOlds()));
  const madeUp = autonamed && inputs.name === undefined ? madeUpName(request.getUrn(), olds) : {};
  return new provider.CheckResponse().setInputs(messageOf({ ...inputs, ...madeUp }));
}

function madeUpName(urn: string, olds: { readonly __defaults?: unknown; readonly name?: unknown }) {
  const before = (olds.__defaults as string[] | undefined)?.includes("name") ? olds.name : undefined;
  const name = before ?? `${urn.split("::").at(-1)}-${randomBytes(4).toString("hex").slice(0, 7)}`;
  return { name, __defaults: ["name"] };
}
