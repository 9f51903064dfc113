import { and, desc, eq, isNull, type SQL } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { drill, link } from "@/db/schema/link";
import { tenant } from "@/db/schema/tenant";
import { vlan } from "@/db/schema/vlan";
import type { ServiceContext } from "../context";
import { operatorOf } from "../scope";
import { storedMissing } from "./advance";
import type { DrilledService, DrillView } from "./view";

/** Drills are kept; so many of the last ones are listed. */
const LISTED = 50;

/** The last drills, newest first; for operators. */
export async function listDrills({ ctx }: { ctx: ServiceContext }): Promise<DrillView[]> {
  operatorOf(ctx);
  return drillViews(ctx.db.read, undefined);
}

export async function drillViews(db: Queryable, where: SQL | undefined): Promise<DrillView[]> {
  const rows = await db
    .select({ drill, linkCode: link.code })
    .from(drill)
    .innerJoin(link, eq(link.id, drill.linkId))
    .where(where)
    .orderBy(desc(drill.startedAt))
    .limit(LISTED);
  return Promise.all(
    rows.map(async ({ drill: { id, startedAt, endsAt, stage, actorName, report }, linkCode }) => {
      const services = report === null ? null : await servicesOf(db, report);
      return { id, linkCode, startedAt, endsAt, stage, actorName, services };
    }),
  );
}

async function servicesOf(db: Queryable, report: string): Promise<DrilledService[]> {
  const lost = Object.entries(storedMissing.parse(JSON.parse(report)));
  const services = await Promise.all(lost.map(([pair, frames]) => serviceOf(db, pair, frames)));
  return services.flat().sort((a, b) => b.lostFrames - a.lostFrames);
}

async function serviceOf(db: Queryable, pair: string, lostFrames: number): Promise<DrilledService[]> {
  const [hostTag = 0, customerTag = 0] = pair.split(".").map(Number);
  const rows = await db
    .select({ vlan: vlan.name, rack: clientSystem.name, tenant: tenant.name })
    .from(vlan)
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(tenant, eq(tenant.id, vlan.tenantId))
    .where(and(eq(vlan.hostTag, hostTag), eq(vlan.customerTag, customerTag), isNull(vlan.releasedAt)));
  return rows.map((row) => ({ hostTag, customerTag, ...row, lostFrames }));
}
