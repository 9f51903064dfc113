import { asc, count, eq, type SQL } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { attachment, trunkAttachment } from "@/db/schema/map";
import { networkSwitch } from "@/db/schema/switch";
import type { ServiceContext } from "../context";
import { agentView } from "./agent-view";
import type { SwitchView } from "./view";

/** Switches with how their agents stand, by code. */
export async function switchViews(ctx: ServiceContext, where: SQL | undefined): Promise<SwitchView[]> {
  const db = ctx.db.read;
  const rows = await db
    .select({ row: networkSwitch, datacenter })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(where)
    .orderBy(asc(networkSwitch.code));
  const counts = await entryCounts(db);
  const now = ctx.now();
  return rows.map(({ row, datacenter: { id, code, name, place } }) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    datacenter: { id, code, name, place },
    agent: agentView(row, ctx.live.lastReport(row.id), now),
    entryCount: counts.get(row.id) ?? 0,
  }));
}

async function entryCounts(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of [attachment, trunkAttachment]) {
    const rows = await db.select({ id: table.switchId, entries: count() }).from(table).groupBy(table.switchId);
    for (const { id, entries } of rows) counts.set(id, (counts.get(id) ?? 0) + entries);
  }
  return counts;
}
