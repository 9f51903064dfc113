import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { vlan } from "@/db/schema/vlan";
import type { KeptRule } from "../../domain/client-rule";
import type { Copies } from "../../domain/copy-way";
import { notFound, ServiceError } from "../../errors";
import { customerTagsExhausted } from "../allocate/customer-tag";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { copyTarget } from "../copy/target";
import { commit, type Work } from "../event/commit";
import { reapply } from "../extension/reapply";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { listRules, rulesOf } from "./list";
import { type ReplaceRulesInput, replaceRulesInput, type WantedRule } from "./schemas";
import type { RuleView } from "./view";

type VlanRow = typeof vlan.$inferSelect;

/**
 * Makes these the rules of a VLAN, all or none: the list is what the kernels ask, in this order, at every port where the
 * VLAN's machines send. They can only ever be asked about frames of this VLAN (claims 10, 21, 27, 38).
 *
 * @throws ServiceError not_found for a VLAN that is not the tenant's; invalid for a rule, as for a mirror to what no attached
 *   extension of its client system reaches; exhausted when its copies get no pair
 */
export async function replaceRules({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ReplaceRulesInput;
}): Promise<RuleView[]> {
  const { tenantId } = memberOf(ctx);
  const { vlanId, rules } = parseInput(replaceRulesInput, input);
  await commit(ctx, async (work) => {
    const { tx } = work;
    const [row] = await tx
      .select()
      .from(vlan)
      .where(and(eq(vlan.id, vlanId), eq(vlan.tenantId, tenantId), isNull(vlan.releasedAt)));
    if (row === undefined) throw notFound("VLAN", vlanId);
    const known = rulesOf(row);
    const kept: KeptRule[] = [];
    for (const [place, rule] of rules.entries()) {
      if (rule.action.kind === "mirror") await refuseUnreached(tx, row, rule.action.resourceId, place);
      kept.push({ id: idOf(ctx, rule, known), name: rule.name, match: rule.match, action: rule.action });
    }
    const changed = { ...row, rules: JSON.stringify(kept) };
    await tx.update(vlan).set({ rules: changed.rules }).where(eq(vlan.id, vlanId));
    await reapply(work, vlanId);
    await refuseWithoutPair(work, row, await syncMap(work, segmentOf(changed)), kept);
    await recordAudit(tx, ctx, { action: "vlan.rules", subjectId: vlanId, tenantId, before: known, after: kept });
  });
  return listRules({ ctx, input: { vlanId } });
}

/** A rule that is still there keeps its id; one that the VLAN never had gets a new one, whatever it calls itself. */
function idOf(ctx: ServiceContext, rule: WantedRule, known: readonly KeptRule[]): string {
  const same = known.find(({ id }) => id === rule.id);
  return same?.id ?? ctx.newId("rule");
}

/** Copies go nowhere but where an attached, so approved, extension of the same client system leads. */
async function refuseUnreached(tx: Queryable, vlan: VlanRow, resourceId: string, place: number): Promise<void> {
  if ((await copyTarget(tx, vlan, resourceId)) !== null) return;
  throw new ServiceError(
    "invalid",
    "Copies go to a resource that this rack has an extension to, and it must be approved: choose another one, or order the extension first.",
    fieldOf(place),
  );
}

async function refuseWithoutPair(
  { tx, ctx }: Work,
  { hostTag }: VlanRow,
  copies: Copies,
  kept: readonly KeptRule[],
): Promise<void> {
  const place = kept.findIndex(({ action }) => {
    const stream = action.kind === "mirror" ? copies.get(action.resourceId) : undefined;
    return stream !== undefined && stream.pair === null && stream.exits.size > 0;
  });
  if (place === -1) return;
  const { code, message } = await customerTagsExhausted(tx, hostTag, ctx.allocation);
  throw new ServiceError(code, `Copies to another switch have a customer tag of their own. ${message}`, fieldOf(place));
}

const fieldOf = (place: number): string => `rules.${place}.action.resourceId`;
