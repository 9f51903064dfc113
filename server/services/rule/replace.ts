import { and, eq, isNull } from "drizzle-orm";
import { portNumber } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { resource } from "@/db/schema/cloud";
import { port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import type { KeptRule } from "../../domain/client-rule";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { reapply } from "../extension/reapply";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { listRules, rulesOf } from "./list";
import { type ReplaceRulesInput, replaceRulesInput, type WantedRule } from "./schemas";
import type { RuleView } from "./view";

/**
 * Makes these the rules of a VLAN, all or none: the list is what the kernels ask, in this order, at every port where the
 * VLAN's machines send. They can only ever be asked about frames of this VLAN (claims 10, 21, 27, 38).
 *
 * @throws ServiceError not_found for a VLAN or a mirror's resource that is not the tenant's, invalid for a rule
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
    for (const rule of rules) kept.push(await keptAs(tx, tenantId, idOf(ctx, rule, known), rule));
    const changed = { ...row, rules: JSON.stringify(kept) };
    await tx.update(vlan).set({ rules: changed.rules }).where(eq(vlan.id, vlanId));
    await reapply(work, vlanId);
    await syncMap(work, segmentOf(changed));
    await recordAudit(tx, ctx, { action: "vlan.rules", subjectId: vlanId, tenantId, before: known, after: kept });
  });
  return listRules({ ctx, input: { vlanId } });
}

/** A rule that is still there keeps its id; one that the VLAN never had gets a new one, whatever it calls itself. */
function idOf(ctx: ServiceContext, rule: WantedRule, known: readonly KeptRule[]): string {
  const same = known.find(({ id }) => id === rule.id);
  return same?.id ?? ctx.newId("rule");
}

async function keptAs(tx: Queryable, tenantId: string, id: string, rule: WantedRule): Promise<KeptRule> {
  const { name, match, action } = rule;
  if (action.kind !== "mirror") return { id, name, match, action };
  const [target] = await tx
    .select({ switchId: port.switchId, number: port.number })
    .from(resource)
    .innerJoin(port, eq(port.id, resource.portId))
    .where(
      and(eq(resource.id, action.resourceId), eq(resource.reservedFor, tenantId), isNull(resource.clientSystemId)),
    );
  if (target === undefined) throw notYours();
  const mirror = { ...action, switchId: target.switchId, port: portNumber.parse(target.number) };
  return { id, name, match, action: mirror };
}

function notYours(): ServiceError {
  return new ServiceError(
    "invalid",
    "Copies go to a resource of yours alone: choose one that you have an extension to.",
    "rules",
  );
}
