import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { port } from "@/db/schema/switch";
import type { Crossing, PortAt } from "../../domain/attachments";
import { trunkWay } from "../../domain/trunk-way";
import { type Fabric, loadFabric } from "./fabric";
import { portAt } from "./port-at";

/**
 * What lies between two ports: trunks in the rack's datacenter, the pseudowire if there is one, trunks behind it.
 * Null when no cable leads there.
 *
 * @param pseudowireId what it crosses between datacenters by; null inside one
 */
export function crossingsBetween(
  fabric: Fabric,
  from: PortAt,
  to: PortAt,
  pseudowireId: string | null,
): Crossing[] | null {
  if (pseudowireId === null) return trunksBetween(fabric, from, to);
  const pseudowire = fabric.pseudowires.find((one) => one.id === pseudowireId);
  if (pseudowire === undefined) return null;
  for (const [near, far] of [
    [pseudowire.a, pseudowire.b],
    [pseudowire.b, pseudowire.a],
  ] as const) {
    const before = trunksBetween(fabric, from, near);
    const after = trunksBetween(fabric, far, to);
    if (before === null || after === null) continue;
    return [...before, { kind: "pseudowire", id: pseudowire.id, near, far }, ...after];
  }
  return null;
}

function trunksBetween({ trunks }: Fabric, from: PortAt, to: PortAt): Crossing[] | null {
  const steps = trunkWay(trunks, from.switchId, to.switchId);
  return steps?.map(({ id, near, far }) => ({ kind: "trunk", id, near, far })) ?? null;
}

/** The way between a rack's port and a resource's. @throws Error when the rows lead nowhere: an order checks that first */
export async function routeOf(
  db: Queryable,
  ends: { readonly rackPortId: string; readonly resourcePortId: string; readonly pseudowireId: string | null },
): Promise<{ rack: PortAt; resource: PortAt; crossings: Crossing[] }> {
  const [rack] = await db.select().from(port).where(eq(port.id, ends.rackPortId));
  const [resource] = await db.select().from(port).where(eq(port.id, ends.resourcePortId));
  if (rack === undefined || resource === undefined) throw new Error("a route needs its ports");
  const [from, to] = [portAt(rack), portAt(resource)];
  const crossings = crossingsBetween(await loadFabric(db), from, to, ends.pseudowireId);
  if (crossings === null) throw new Error(`nothing leads from port ${rack.id} to port ${resource.id}`);
  return { rack: from, resource: to, crossings };
}
