import { and, eq } from "drizzle-orm";
import { vlan } from "@/db/schema/vlan";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleTenant } from "../scope";
import { vlanViews } from "./rows";
import { type ListVlansInput, listVlansInput } from "./schemas";
import type { VlanView } from "./view";

/** The VLANs that the actor may see, those of one rack if asked: a member those of the tenant, an operator all. */
export async function listVlans({ ctx, input }: { ctx: ServiceContext; input: ListVlansInput }): Promise<VlanView[]> {
  const tenantId = visibleTenant(ctx);
  const rackId = parseInput(listVlansInput, input)?.rackId;
  const visible = tenantId === null ? undefined : eq(vlan.tenantId, tenantId);
  const ofRack = rackId === undefined ? undefined : eq(vlan.clientSystemId, rackId);
  return vlanViews(ctx.db.read, and(visible, ofRack));
}
