import { and, eq, inArray, notInArray, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { directLink, resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import type { ServiceContext } from "../context";

type RackRow = Pick<typeof clientSystem.$inferSelect, "id" | "tenantId" | "name" | "series" | "portId" | "mac">;

/** Makes a rack one of its tenant's far ends as soon as it has a port: other racks' VLANs may be extended to it. */
export async function offerRack(tx: Queryable, ctx: ServiceContext, rack: RackRow): Promise<void> {
  const { id: clientSystemId, tenantId: reservedFor, portId, mac } = rack;
  if (portId === null) return;
  const id = ctx.newId("resource");
  const name = farEndName(rack);
  await tx.insert(resource).values({ id, clientSystemId, name, portId, mac, reservedFor, createdAt: ctx.now() });
}

/** Tells it from other tenants' racks of the same name: no series is given twice. */
function farEndName({ name, series }: Pick<RackRow, "name" | "series">): string {
  return `${name} (${series})`;
}

/** A released rack is no far end any more, nor is what its direct links led to; the row stays for the orders that name it. */
export async function retireRack(tx: Queryable, ctx: ServiceContext, rackId: string): Promise<void> {
  const cables = tx.select({ id: directLink.id }).from(directLink).where(eq(directLink.clientSystemId, rackId));
  const own = or(eq(resource.clientSystemId, rackId), inArray(resource.directLinkId, cables));
  await tx.update(resource).set({ retiredAt: ctx.now() }).where(own);
}

/** An extension that arrives at a rack, with the VLAN id that it uses there; null is untagged. */
export interface Arrival {
  readonly vidHere: number | null;
  /** Where it comes from: "VLAN 30" of "102A". */
  readonly vid: number | null;
  readonly rack: string;
}

/** The extensions of other racks' VLANs that arrive at a rack and have not ended. */
export async function arrivalsAt(db: Queryable, rackId: string): Promise<Arrival[]> {
  const from = alias(clientSystem, "from_rack");
  const rows = await db
    .select({ endVid: extension.endVid, vid: vlan.vid, rack: from.name })
    .from(resource)
    .innerJoin(extension, eq(extension.resourceId, resource.id))
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(from, eq(from.id, vlan.clientSystemId))
    .where(and(eq(resource.clientSystemId, rackId), notInArray(extension.state, [...ENDED_STATES])));
  return rows.map(({ endVid, vid, rack }) => ({ vidHere: (endVid ?? vid) || null, vid, rack }));
}
