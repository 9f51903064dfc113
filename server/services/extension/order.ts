import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { cloudSystem, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { notFound } from "../../errors";
import { refused } from "./refused";
import type { OrderInput } from "./schemas";

/** Where a machine hangs. */
export interface OrderEnd {
  readonly name: string;
  readonly port: typeof port.$inferSelect;
  readonly networkSwitch: typeof networkSwitch.$inferSelect;
  readonly datacenter: typeof datacenter.$inferSelect;
}

/** The rows that an order speaks of. */
export interface Order {
  readonly vlan: typeof vlan.$inferSelect;
  readonly series: string;
  readonly resource: typeof resource.$inferSelect;
  readonly cloudId: string;
  readonly rackEnd: OrderEnd;
  readonly resourceEnd: OrderEnd;
}

/** Reads what a tenant's order speaks of; a foreign VLAN is as absent as one that never was. */
export async function loadOrder(db: Queryable, tenantId: string, input: OrderInput): Promise<Order> {
  const segment = await orderedVlan(db, tenantId, input.vlanId);
  const target = await orderedResource(db, input.resourceId);
  return { ...segment, ...target };
}

async function orderedVlan(db: Queryable, tenantId: string, vlanId: string) {
  const [row] = await db
    .select({ vlan, rack: clientSystem, port, networkSwitch, datacenter })
    .from(vlan)
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .leftJoin(port, eq(port.id, clientSystem.portId))
    .leftJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, clientSystem.datacenterId))
    .where(and(eq(vlan.id, vlanId), eq(vlan.tenantId, tenantId), isNull(vlan.releasedAt)));
  if (row === undefined) throw notFound("VLAN", vlanId);
  const { rack, port: at, networkSwitch: on } = row;
  if (at === null || on === null) throw waitsForCable(rack.name, row.datacenter.code);
  const end = { port: at, networkSwitch: on, datacenter: row.datacenter };
  return { vlan: row.vlan, series: rack.series, rackEnd: endOf(rack.name, end) };
}

function waitsForCable(rack: string, datacenterCode: string) {
  return refused(
    `Rack ${rack} waits for a cable: every client port of ${datacenterCode} has a rack. ` +
      "Its tags are kept. Order when it has a port, or ask the operator to cable one.",
  );
}

async function orderedResource(db: Queryable, resourceId: string) {
  const [row] = await db
    .select({ resource, cloudId: cloudSystem.cloudId, port, networkSwitch, datacenter })
    .from(resource)
    .innerJoin(cloudSystem, eq(cloudSystem.id, resource.cloudSystemId))
    .innerJoin(port, eq(port.id, resource.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(eq(resource.id, resourceId));
  if (row === undefined) throw notFound("resource", resourceId);
  return { resource: row.resource, cloudId: row.cloudId, resourceEnd: endOf(row.resource.name, row) };
}

function endOf(name: string, { port, networkSwitch, datacenter }: Omit<OrderEnd, "name">): OrderEnd {
  return { name, port, networkSwitch, datacenter };
}
