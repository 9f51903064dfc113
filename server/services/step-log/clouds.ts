import { and, asc, eq } from "drizzle-orm";
import { audit } from "@/db/schema/audit";
import { cloud } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import type { CloudFact } from "../../domain/step-log-facts";
import type { OrderRows } from "./order-rows";

/** The resource's cloud, null for a rack; and as the near one the same, or across datacenters the first of the rack's own. */
export async function loadClouds(order: OrderRows): Promise<{ nearCloud: CloudFact | null; cloud: CloudFact | null }> {
  const { view, life } = order;
  const all = await cloudFacts(order);
  const far = all.find(({ code }) => code === view.resource.cloudCode) ?? null;
  if (far !== null && !view.crossDatacenter) return { nearCloud: far, cloud: far };
  const near = all.find(({ datacenter, establishedAt }) => {
    return datacenter === view.rack.datacenterCode && (establishedAt ?? 0) <= life.ordered.at;
  });
  return { nearCloud: near ?? null, cloud: far };
}

/** When a cloud was made is in the audit alone. */
async function cloudFacts({ ctx }: OrderRows): Promise<CloudFact[]> {
  return ctx.db.read
    .select({ code: cloud.code, datacenter: datacenter.code, establishedAt: audit.at })
    .from(cloud)
    .innerJoin(datacenter, eq(datacenter.id, cloud.datacenterId))
    .leftJoin(audit, and(eq(audit.subjectId, cloud.id), eq(audit.action, "cloud.create")))
    .orderBy(asc(cloud.code));
}
