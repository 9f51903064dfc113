import { eq } from "drizzle-orm";
import { clientSystem } from "@/db/schema/client-system";
import type { ServiceContext } from "../context";
import { visibleTenant } from "../scope";
import { rackViews } from "./rows";
import type { RackView } from "./view";

/** The racks that the actor may see: a member those of the tenant, an operator all. */
export async function listRacks({ ctx }: { ctx: ServiceContext }): Promise<RackView[]> {
  const tenantId = visibleTenant(ctx);
  return rackViews(ctx.db.read, tenantId === null ? undefined : eq(clientSystem.tenantId, tenantId));
}
