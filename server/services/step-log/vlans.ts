import { and, asc, eq, inArray } from "drizzle-orm";
import { clientVlan } from "@/agent/protocol";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES } from "../../domain/extension-state";
import type { OrderFacts, VlanFact } from "../../domain/step-log-facts";
import type { OrderRows } from "./order-rows";

type VlanRow = typeof vlan.$inferSelect;

/** The VLANs that the client system had when it was ordered, and those declared since, while the order went on. */
export async function vlanFacts({
  ctx,
  vlan: own,
  life,
}: OrderRows): Promise<{ atOrder: VlanFact[]; since: VlanFact[] }> {
  const rows = await ctx.db.read
    .select()
    .from(vlan)
    .where(eq(vlan.clientSystemId, own.clientSystemId))
    .orderBy(asc(vlan.createdAt), asc(vlan.customerTag));
  const [ordered, until] = [life.ordered.at, life.ending?.at ?? Number.POSITIVE_INFINITY];
  const isHeld = ({ id, createdAt, releasedAt }: VlanRow) =>
    id === own.id || (createdAt <= ordered && (releasedAt === null || releasedAt > ordered));
  return {
    atOrder: rows.filter(isHeld).map(vlanFact),
    since: rows.filter(({ createdAt }) => createdAt > ordered && createdAt <= until).map(vlanFact),
  };
}

export function vlanFact({ vid, name, hostTag, customerTag, createdAt }: VlanRow): VlanFact {
  return { vlan: clientVlan.parse(vid ?? "untagged"), name, hostTag, customerTag, declaredAt: createdAt };
}

/** The resources that the VLAN's LAN reaches now. */
export async function lanOf({ ctx, vlan: own }: OrderRows): Promise<OrderFacts["lan"]> {
  const rows = await ctx.db.read
    .select({ name: resource.name })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .where(and(eq(extension.vlanId, own.id), inArray(extension.state, [...ATTACHED_STATES])))
    .orderBy(asc(resource.name));
  return rows.map(({ name }) => name);
}
