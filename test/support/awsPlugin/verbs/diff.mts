import type { DiffRequest, DiffResponse } from "@pulumi/pulumi/proto/provider_pb.js";
import { changedInputs } from "../changedInputs.mts";
import { propertiesOf } from "../properties.mts";
import { resourceTypeOf } from "../resourceTypes.mts";
import { provider } from "../rpc.mts";
import { unwrapped } from "../verbs.mts";

export async function diff(request: DiffRequest): Promise<DiffResponse> {
  const { replacedBy, autonamed = false } = resourceTypeOf(request.getUrn());
  const { plain: olds } = unwrapped(propertiesOf(request.getOlds()));
  const { plain: oldInputs } = unwrapped(propertiesOf(request.getOldInputs()));
  const { plain: news } = unwrapped(propertiesOf(request.getNews()));
  const changed = changedInputs(olds, oldInputs, news);
  const replaces = changed.filter((name) => replacedBy.includes(name));
  const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
  const { UPDATE, UPDATE_REPLACE } = provider.PropertyDiff.Kind;
  const answer = new provider.DiffResponse();
  for (const name of changed) {
    const kind = replaces.includes(name) ? UPDATE_REPLACE : UPDATE;
    answer.getDetaileddiffMap().set(name, new provider.PropertyDiff().setKind(kind));
  }
  return (
    answer
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setReplacesList(replaces)
      .setHasdetaileddiff(true)
      // Two can't have one name, so the plugin of AWS deletes first where the program gave it.
      .setDeletebeforereplace(replaces.length > 0 && autonamed && olds.name === news.name)
  );
}
