import { and, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { clientVlan, customerTag, hostTag } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { link } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import type { PortAt, Route, Segment } from "../../domain/attachments";
import { ATTACHED_STATES } from "../../domain/extension-state";
import { portAt } from "../link/ends";

/** An extension's way, with whose it is. */
export interface RoutedExtension {
  readonly row: typeof extension.$inferSelect;
  readonly segment: Segment;
  readonly route: Route;
}

/** The ways of a VLAN's extensions that the switches are asked to hold. */
export async function attachedRoutes(db: Queryable, vlanId: string): Promise<Route[]> {
  const attached = await db
    .select({ id: extension.id })
    .from(extension)
    .where(and(eq(extension.vlanId, vlanId), inArray(extension.state, [...ATTACHED_STATES])));
  const ids = attached.map(({ id }) => id);
  return (await routesOf(db, ids)).map(({ route }) => route);
}

/** Only as many ids at a time as a statement takes variables for. */
const AT_ONCE = 500;

/** The ways of these extensions, in any order. */
export async function routesOf(db: Queryable, extensionIds: readonly string[]): Promise<RoutedExtension[]> {
  const found: RoutedExtension[] = [];
  for (let from = 0; from < extensionIds.length; from += AT_ONCE) {
    found.push(...(await routesOfSome(db, extensionIds.slice(from, from + AT_ONCE))));
  }
  return found;
}

async function routesOfSome(db: Queryable, extensionIds: readonly string[]): Promise<RoutedExtension[]> {
  const rackPort = alias(port, "rack_port");
  const resourcePort = alias(port, "resource_port");
  const a = alias(port, "a");
  const b = alias(port, "b");
  const rows = await db
    .select({ row: extension, vlan, rack: rackPort, resource: resourcePort, a, b })
    .from(extension)
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(rackPort, eq(rackPort.id, clientSystem.portId))
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(resourcePort, eq(resourcePort.id, resource.portId))
    .leftJoin(link, eq(link.id, extension.linkId))
    .leftJoin(a, eq(a.id, link.aPortId))
    .leftJoin(b, eq(b.id, link.bPortId))
    .where(inArray(extension.id, [...extensionIds]));
  return rows.map(({ row, vlan, rack, resource, a, b }) => {
    const ends = a === null || b === null ? null : { a: portAt(a), b: portAt(b) };
    return { row, segment: segmentOf(vlan), route: routeBetween(portAt(rack), portAt(resource), ends) };
  });
}

/** The way between two ports, over the line with these ends if there is one. */
export function routeBetween(rack: PortAt, resource: PortAt, ends: { a: PortAt; b: PortAt } | null): Route {
  if (ends === null) return { rack, resource, line: null };
  const rackIsA = ends.a.switchId === rack.switchId;
  const [rackSide, resourceSide] = rackIsA ? [ends.a, ends.b] : [ends.b, ends.a];
  return { rack, resource, line: { rackSide, resourceSide } };
}

/** A row of `vlan` in the words of the domain. */
export function segmentOf(row: Pick<typeof vlan.$inferSelect, "id" | "vid" | "hostTag" | "customerTag">): Segment {
  return {
    vlanId: row.id,
    clientVlan: clientVlan.parse(row.vid ?? "untagged"),
    hostTag: hostTag.parse(row.hostTag),
    customerTag: customerTag.parse(row.customerTag),
  };
}
