import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { clientVlan, customerTag, hostTag } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import type { PortAt } from "../../domain/attachments";
import type { PathEnd, PathInput } from "../../domain/frame-path";
import { vlanAtResource } from "../map/routes";
import { type Fabric, loadFabric } from "../topology/fabric";
import { portAt } from "../topology/port-at";
import { crossingsBetween } from "../topology/route";
import { nothingOnDirectLink } from "./direct";
import { loadStretches, type PathWire } from "./load-stretches";
import { loadSwitches } from "./load-switches";
import { bestWay, type ChooseWay } from "./way-in-use";

const farRack = alias(clientSystem, "far_rack");

/** What `walk` needs, and which rows it came from. */
export interface LoadedPath {
  readonly input: PathInput;
  readonly rack: { readonly id: string; readonly name: string; readonly mac: string | null };
  readonly resource: { readonly id: string; readonly name: string; readonly mac: string | null };
  /** Switch id by switch code, for the switches on the path, those that only pass frames on included. */
  readonly switches: ReadonlyMap<string, string>;
  /** What it crosses between datacenters by; null inside one. */
  readonly wire: PathWire | null;
  /** Tags 3 of all other pseudowires: a frame that carries one is on its way for another extension of the VLAN. */
  readonly otherTags: ReadonlySet<number>;
}

/** A VLAN and a resource, ordered already or only considered. */
export interface PathOrder {
  readonly vlanId: string;
  readonly resourceId: string;
  /** Null inside one datacenter. */
  readonly pseudowireId: string | null;
  /** The VLAN id at the resource's end, 0 for untagged; null when it is the rack's own. */
  readonly endVid: number | null;
}

/**
 * Gathers from the rows what the walk needs.
 *
 * @param choose which of a pseudowire's ways carries the frames; by itself the best
 * @throws ServiceError conflict when no link in service leads to the far datacenter, or it takes a direct link
 */
export async function loadPath(db: Queryable, order: PathOrder, choose: ChooseWay = bestWay): Promise<LoadedPath> {
  const ends = await loadEnds(db, order);
  const fabric = await loadFabric(db);
  const crossings = crossingsBetween(fabric, ends.rack.at, ends.resource.at, order.pseudowireId);
  if (crossings === null) throw new Error("a path needs a way between its ends");
  const { stretches, wire, switchIds } = loadStretches({ fabric, crossings, choose });
  const fronts = [ends.rack.at, ends.resource.at].flatMap(({ portId }) => fabric.series.get(portId) ?? []);
  const ids = [ends.rack.at, ends.resource.at, ...fronts].map(({ switchId }) => switchId).concat(switchIds);
  const switches = await loadSwitches(db, ids, order.vlanId);
  const { segment, rack, resource } = ends;
  const codeOf = switches.codeOf;
  return {
    input: {
      pair: { hostTag: hostTag.parse(segment.hostTag), customerTag: customerTag.parse(segment.customerTag) },
      clientVlan: clientVlan.parse(segment.vid ?? "untagged"),
      resourceVlan: vlanAtResource(order, segment),
      rack: pathEnd(rack.row.name, rack.at, fabric, codeOf),
      resource: pathEnd(farName(resource), resource.at, fabric, codeOf),
      switches: switches.byCode,
      stretches: stretches(codeOf),
    },
    rack: { id: rack.row.id, name: rack.row.name, mac: rack.row.mac },
    resource: { id: resource.row.id, name: farName(resource), mac: resource.row.mac },
    switches: switches.ids,
    wire,
    otherTags: otherTagsOf(fabric, order.pseudowireId),
  };
}

function pathEnd(
  name: string,
  { portId, switchId, number: port }: PortAt,
  { series }: Fabric,
  codeOf: (switchId: string) => string,
): PathEnd {
  const end = { name, switchCode: codeOf(switchId), port };
  const front = series.get(portId);
  if (front === undefined) return end;
  const { port: frontPort, uplink, mtu } = front;
  return { ...end, front: { switchCode: codeOf(front.switchId), port: frontPort, uplink, mtu } };
}

async function loadEnds(db: Queryable, { vlanId, resourceId }: PathOrder) {
  const [segment] = await db.select().from(vlan).where(eq(vlan.id, vlanId));
  const [rack] = await db
    .select({ row: clientSystem, port })
    .from(clientSystem)
    .innerJoin(port, eq(port.id, clientSystem.portId))
    .where(eq(clientSystem.id, segment?.clientSystemId ?? ""));
  const [target] = await db
    .select({ row: resource, port, rackName: farRack.name })
    .from(resource)
    .leftJoin(port, eq(port.id, resource.portId))
    .leftJoin(farRack, eq(farRack.id, resource.clientSystemId))
    .where(eq(resource.id, resourceId));
  if (target?.row.directLinkId) throw nothingOnDirectLink();
  if (segment === undefined || rack === undefined || !target?.port) throw new Error("a path needs its rows");
  const end = <Row>(found: { row: Row; port: typeof port.$inferSelect }): { row: Row; at: PortAt } => {
    return { row: found.row, at: portAt(found.port) };
  };
  return {
    segment,
    rack: end(rack),
    resource: { ...end({ row: target.row, port: target.port }), rackName: target.rackName },
  };
}

/** A rack that is a far end goes by its own name. */
function farName({ row, rackName }: { row: typeof resource.$inferSelect; rackName: string | null }): string {
  return rackName ?? row.name;
}

function otherTagsOf({ pseudowires }: Fabric, pseudowireId: string | null): ReadonlySet<number> {
  const others = pseudowires.filter(({ id }) => id !== pseudowireId);
  return new Set(others.flatMap(({ paths }) => paths.flatMap(({ tagToA, tagToB }) => [tagToA, tagToB])));
}
