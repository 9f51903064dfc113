import { and, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { type ClientVlan, clientVlan, customerTag, hostTag } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import type { Loop, MachinePlace, Route, Segment } from "../../domain/attachments";
import { keptRule } from "../../domain/client-rule";
import { ATTACHED_STATES } from "../../domain/extension-state";
import { profileAtResource } from "../../domain/service-terms";
import { profileOfRow } from "../extension/profile-row";
import { type Fabric, loadFabric, probeAt } from "../topology/fabric";
import { portAt } from "../topology/port-at";
import { crossingsBetween } from "../topology/route";
import { cableEnd } from "../topology/series";

const keptRules = z.array(keptRule);

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
  if (extensionIds.length === 0) return [];
  const fabric = await loadFabric(db);
  const found: RoutedExtension[] = [];
  for (let from = 0; from < extensionIds.length; from += AT_ONCE) {
    found.push(...(await routesOfSome(db, fabric, extensionIds.slice(from, from + AT_ONCE))));
  }
  return found;
}

async function routesOfSome(
  db: Queryable,
  fabric: Fabric,
  extensionIds: readonly string[],
): Promise<RoutedExtension[]> {
  const rackPort = alias(port, "rack_port");
  const resourcePort = alias(port, "resource_port");
  const rows = await db
    .select({ row: extension, vlan, rack: rackPort, resource: resourcePort })
    .from(extension)
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(rackPort, eq(rackPort.id, clientSystem.portId))
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(resourcePort, eq(resourcePort.id, resource.portId))
    .where(inArray(extension.id, [...extensionIds]));
  return rows.map(({ row, vlan, rack, resource }) => {
    const crossings = crossingsBetween(fabric, portAt(rack), portAt(resource), row.pseudowireId);
    if (crossings === null) throw new Error(`nothing leads from the rack to the resource of extension ${row.id}`);
    const route = {
      rack: portAt(rack),
      resource: portAt(resource),
      resourceKind: machineKind(resource),
      resourceVlan: vlanAtResource(row, vlan),
      profile: profileAtResource(profileOfRow(row)),
      goal: { id: row.id, to: probeAt(fabric, cableEnd(fabric.series, portAt(resource))) },
      loop: loopOfRow(row),
      crossings,
    };
    return { row, segment: segmentOf(vlan), route };
  });
}

/** The loopback of an extension; null when there is none. */
function loopOfRow({ loopEnd, loopUntil }: Pick<typeof extension.$inferSelect, "loopEnd" | "loopUntil">): Loop | null {
  return loopEnd === null || loopUntil === null ? null : { end: loopEnd, until: loopUntil };
}

/** Whose machine hangs on a port: a rack's or a cloud's. */
export function machineKind({ kind }: Pick<typeof port.$inferSelect, "kind">): MachinePlace["kind"] {
  return kind === "client" ? "client" : "cloud";
}

/** The VLAN id at the resource's end: the tenant's choice, else the rack's own. */
export function vlanAtResource(
  { endVid }: { readonly endVid: number | null },
  { vid }: { readonly vid: number | null },
): ClientVlan {
  if (endVid === null) return clientVlan.parse(vid ?? "untagged");
  return clientVlan.parse(endVid === 0 ? "untagged" : endVid);
}

/** A row of `vlan` in the words of the domain. */
export function segmentOf(
  row: Pick<typeof vlan.$inferSelect, "id" | "vid" | "hostTag" | "customerTag" | "rules">,
): Segment {
  return {
    vlanId: row.id,
    clientVlan: clientVlan.parse(row.vid ?? "untagged"),
    hostTag: hostTag.parse(row.hostTag),
    customerTag: customerTag.parse(row.customerTag),
    rules: row.rules === "[]" ? [] : keptRules.parse(JSON.parse(row.rules)),
  };
}
