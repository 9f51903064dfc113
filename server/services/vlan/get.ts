import { and, eq } from "drizzle-orm";
import { vlan } from "@/db/schema/vlan";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { visibleTenant } from "../scope";
import { vlanViews } from "./rows";
import type { VlanView } from "./view";

/** One declared VLAN that the actor may see; another tenant's is "not found". */
export async function getVlan({ ctx, input }: { ctx: ServiceContext; input: { id: string } }): Promise<VlanView> {
  const tenantId = visibleTenant(ctx);
  const visible = tenantId === null ? undefined : eq(vlan.tenantId, tenantId);
  const [view] = await vlanViews(ctx.db.read, and(eq(vlan.id, input.id), visible));
  if (view === undefined) throw notFound("VLAN", input.id);
  return view;
}
