import { and, eq, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { cloudSystem, directLink, resource } from "@/db/schema/cloud";
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
export type Order = SwitchedOrder | DirectOrder;

interface AnyOrder {
  readonly vlan: typeof vlan.$inferSelect;
  readonly series: string;
  readonly resource: typeof resource.$inferSelect;
  /** Null when the far end is a rack of the tenant's. */
  readonly cloudId: string | null;
  readonly rackEnd: OrderEnd;
  /** What people call the far end. */
  readonly farName: string;
}

/** Its frames cross our switches. */
export interface SwitchedOrder extends AnyOrder {
  readonly resourceEnd: OrderEnd;
  readonly directLink: null;
}

/** Its frames take a cable of the client's own (seed link 112): no switch is there. */
export interface DirectOrder extends AnyOrder {
  readonly resourceEnd: null;
  readonly directLink: typeof directLink.$inferSelect;
}

/** Reads what a tenant's order speaks of; a foreign VLAN is as absent as one that never was. */
export async function loadOrder(db: Queryable, tenantId: string, input: OrderInput): Promise<Order> {
  const segment = await orderedVlan(db, tenantId, input.vlanId);
  const target = await orderedResource(db, tenantId, input.resourceId);
  refuseImpossible(segment.vlan, target);
  const { resourceEnd, directLink, ...far } = target;
  if (resourceEnd !== null) return { ...segment, ...far, resourceEnd, directLink: null };
  if (directLink !== null) return { ...segment, ...far, resourceEnd, directLink };
  throw new Error(`resource ${far.resource.id} is nowhere`);
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

const farRack = alias(clientSystem, "far_rack");

/** By its own id, or by that of a rack of the tenant's. */
async function orderedResource(db: Queryable, tenantId: string, resourceId: string) {
  const [row] = await db
    .select({ resource, cloudId: cloudSystem.cloudId, farRack, directLink, port, networkSwitch, datacenter })
    .from(resource)
    .leftJoin(cloudSystem, eq(cloudSystem.id, resource.cloudSystemId))
    .leftJoin(farRack, eq(farRack.id, resource.clientSystemId))
    .leftJoin(directLink, eq(directLink.id, resource.directLinkId))
    .leftJoin(port, eq(port.id, resource.portId))
    .leftJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .leftJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(and(or(eq(resource.id, resourceId), eq(resource.clientSystemId, resourceId)), isNull(resource.retiredAt)));
  if (row === undefined) throw await noFarEnd(db, tenantId, resourceId);
  const isPrivate = row.farRack !== null || row.directLink !== null || row.resource.machineId !== null;
  if (isPrivate && row.resource.reservedFor !== tenantId) throw notFound("resource", resourceId);
  const { resource: target, cloudId, port: at, networkSwitch: on, datacenter: home } = row;
  const farName = row.farRack?.name ?? target.name;
  const isAtSwitch = at !== null && on !== null && home !== null;
  const resourceEnd = isAtSwitch ? endOf(farName, { port: at, networkSwitch: on, datacenter: home }) : null;
  return { resource: target, cloudId, resourceEnd, directLink: row.directLink, farName };
}

/** A rack without a cable is nobody's far end yet. */
async function noFarEnd(db: Queryable, tenantId: string, id: string) {
  const [waiting] = await db
    .select({ name: clientSystem.name, code: datacenter.code })
    .from(clientSystem)
    .innerJoin(datacenter, eq(datacenter.id, clientSystem.datacenterId))
    .where(and(eq(clientSystem.id, id), eq(clientSystem.tenantId, tenantId), isNull(clientSystem.releasedAt)));
  return waiting === undefined ? notFound("resource", id) : waitsForCable(waiting.name, waiting.code);
}

function refuseImpossible(
  { clientSystemId }: Order["vlan"],
  { resource, directLink, farName }: Awaited<ReturnType<typeof orderedResource>>,
): void {
  if (resource.clientSystemId === clientSystemId) {
    throw refused(`${farName} is the rack that this VLAN is of: they are one end. Choose another rack or a resource.`);
  }
  if (directLink === null || directLink.clientSystemId === clientSystemId) return;
  throw refused(
    `${farName} is at the end of direct link ${directLink.code}, a cable of another rack. Choose a VLAN of that rack, or another resource.`,
  );
}

function endOf(name: string, { port, networkSwitch, datacenter }: Omit<OrderEnd, "name">): OrderEnd {
  return { name, port, networkSwitch, datacenter };
}
