import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { EntryHits } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { resource } from "@/db/schema/cloud";
import { networkSwitch } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { type KeptRule, keptRule } from "../../domain/client-rule";
import { bandwidthWords, matchWords } from "../../domain/rule-words";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleTenant } from "../scope";
import { type VlanRulesInput, vlanRulesInput } from "./schemas";
import type { RuleView } from "./view";

/** The rules of a VLAN in their order, with their hits; a member's own, an operator's any. */
export async function listRules({ ctx, input }: { ctx: ServiceContext; input: VlanRulesInput }): Promise<RuleView[]> {
  const { vlanId } = parseInput(vlanRulesInput, input);
  const db = ctx.db.read;
  const tenantId = visibleTenant(ctx);
  const own = tenantId === null ? undefined : eq(vlan.tenantId, tenantId);
  const [row] = await db
    .select()
    .from(vlan)
    .where(and(eq(vlan.id, vlanId), isNull(vlan.releasedAt), own));
  if (row === undefined) throw notFound("VLAN", vlanId);
  const rules = rulesOf(row);
  const [names, hits] = [await resourceNames(db, rules), await hitsById(ctx)];
  return rules.map((rule) => ruleView(rule, names, hits.get(rule.id)));
}

/** The rules that a row of `vlan` keeps. */
export function rulesOf({ rules }: { readonly rules: string }): KeptRule[] {
  return z.array(keptRule).parse(JSON.parse(rules));
}

async function resourceNames(db: Queryable, rules: readonly KeptRule[]): Promise<ReadonlyMap<string, string>> {
  const ids = rules.flatMap(({ action }) => (action.kind === "mirror" ? [action.resourceId] : []));
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: resource.id, name: resource.name })
    .from(resource)
    .where(inArray(resource.id, ids));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A rule has an id of its own, so what every switch counted for it adds up. */
async function hitsById({
  db,
  live,
}: ServiceContext): Promise<ReadonlyMap<string, Pick<EntryHits, "frames" | "dropped">>> {
  const switches = await db.read.select({ id: networkSwitch.id }).from(networkSwitch);
  const sums = new Map<string, { frames: number; dropped: number }>();
  for (const { what, frames, dropped } of switches.flatMap(({ id }) => live.lastReport(id)?.report.hits ?? [])) {
    const sum = sums.get(what) ?? { frames: 0, dropped: 0 };
    sums.set(what, { frames: sum.frames + frames, dropped: sum.dropped + dropped });
  }
  return sums;
}

function ruleView(
  { id, name, match, action }: KeptRule,
  names: ReadonlyMap<string, string>,
  hits: Pick<EntryHits, "frames" | "dropped"> | undefined,
): RuleView {
  const words = `${actionWords(action, names)} ${matchWords(match)}`;
  const shown = action.kind === "mirror" ? { kind: action.kind, resourceId: action.resourceId } : action;
  return { id, name, match, action: shown, words, hits: hits?.frames ?? null, dropped: hits?.dropped ?? null };
}

function actionWords(action: KeptRule["action"], names: ReadonlyMap<string, string>): string {
  if (action.kind === "rate-limit") return `limit to ${bandwidthWords(action.bandwidth)}:`;
  if (action.kind === "mirror") return `copy to ${names.get(action.resourceId) ?? "a resource"}:`;
  return action.kind;
}
