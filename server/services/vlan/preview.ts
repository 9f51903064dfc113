import { readVlanList } from "../../domain/vlan-list";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { ownRack } from "../rack/find";
import { memberOf } from "../scope";
import { planDeclaration } from "./plan";
import { type PreviewVlansInput, previewVlansInput } from "./schemas";
import type { VlanPreviewRow } from "./view";

/**
 * What `declareVlans` would make of the same input now, by the same plan, and what stands in the way. Holds nothing: who
 * declares first gets the tags.
 */
export async function previewVlans({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: PreviewVlansInput;
}): Promise<{ rows: readonly VlanPreviewRow[]; problem: string | null }> {
  const { tenantId } = memberOf(ctx);
  const { rackId, vids } = parseInput(previewVlansInput, input);
  const rack = await ownRack(ctx.db.read, tenantId, rackId);
  const read = readVlanList(vids);
  if (!read.ok) return { rows: [], problem: read.problem };
  const { rows } = await planDeclaration(ctx.db.read, ctx, rack, read.value);
  return { rows, problem: null };
}
