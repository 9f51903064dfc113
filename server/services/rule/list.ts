import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { EntryHits } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { resource } from "@/db/schema/cloud";
import { networkSwitch } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { type KeptRule, keptRule, mirrorTargets } from "../../domain/client-rule";
import { bandwidthWords, matchWords } from "../../domain/rule-words";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { extensionsReaching } from "../copy/target";
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
  const unreached = await unreachedTargets(db, row, rules);
  return rules.map((rule) => ({ ...ruleView(rule, names, hits.get(rule.id)), idle: idleWords(rule, unreached) }));
}

/** The rules that a row of `vlan` keeps. */
export function rulesOf({ rules }: { readonly rules: string }): KeptRule[] {
  return z.array(keptRule).parse(JSON.parse(rules));
}

/** Resources that rules copy to, and that nothing of the rack reaches now. */
async function unreachedTargets(
  db: Queryable,
  { clientSystemId }: typeof vlan.$inferSelect,
  rules: readonly KeptRule[],
): Promise<ReadonlySet<string>> {
  const unreached = new Set<string>();
  for (const id of mirrorTargets(rules)) {
    if ((await extensionsReaching(db, clientSystemId, id)).length === 0) unreached.add(id);
  }
  return unreached;
}

function idleWords({ action }: KeptRule, unreached: ReadonlySet<string>): string | null {
  if (action.kind !== "mirror" || !unreached.has(action.resourceId)) return null;
  return "Copies nothing: no extension of this rack reaches the resource now.";
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
): Omit<RuleView, "idle"> {
  const words = `${actionWords(action, names)} ${matchWords(match)}`;
  return { id, name, match, action, words, hits: hits?.frames ?? null, dropped: hits?.dropped ?? null };
}

function actionWords(action: KeptRule["action"], names: ReadonlyMap<string, string>): string {
  if (action.kind === "rate-limit") return `limit to ${bandwidthWords(action.bandwidth)}:`;
  if (action.kind === "mirror") return `copy to ${names.get(action.resourceId) ?? "a resource"}:`;
  return action.kind;
}
