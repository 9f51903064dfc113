import { and, eq } from "drizzle-orm";
import { clientSystem } from "@/db/schema/client-system";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { visibleTenant } from "../scope";
import { rackViews } from "./rows";
import type { RackView } from "./view";

/** One rack that the actor may see. */
export async function getRack({ ctx, input }: { ctx: ServiceContext; input: { id: string } }): Promise<RackView> {
  const tenantId = visibleTenant(ctx);
  const visible = tenantId === null ? undefined : eq(clientSystem.tenantId, tenantId);
  const [view] = await rackViews(ctx.db.read, and(eq(clientSystem.id, input.id), visible));
  if (view === undefined) throw notFound("rack", input.id);
  return view;
}
