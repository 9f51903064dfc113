import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  clientVlan,
  customerTag,
  hostTag,
  mplsLabel,
  portNumber,
  segmentNumber as segmentNumberSchema,
} from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { link } from "@/db/schema/link";
import { segmentNumber } from "@/db/schema/map";
import { networkSwitch, port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import type { PathEnd, PathInput, PathLine } from "../../domain/frame-path";

/** What `walk` needs, and which switch a code stands for. */
export interface LoadedPath {
  readonly input: PathInput;
  readonly rack: { readonly id: string; readonly name: string; readonly mac: string | null };
  readonly resource: { readonly name: string; readonly mac: string };
  /** Switch id by switch code, for the switches on the path. */
  readonly switches: ReadonlyMap<string, string>;
}

/**
 * Gathers from the rows what the walk needs for a VLAN and a resource, ordered already or only considered.
 *
 * @param lineId the line between their datacenters; null when both are in one
 */
export async function loadPath(
  db: Queryable,
  order: { vlanId: string; resourceId: string; lineId: string | null },
): Promise<LoadedPath> {
  const [segment] = await db.select().from(vlan).where(eq(vlan.id, order.vlanId));
  const [rack] = await db
    .select()
    .from(clientSystem)
    .where(eq(clientSystem.id, segment?.clientSystemId ?? ""));
  const rackPort = rack?.portId ?? null;
  const [target] = await db.select().from(resource).where(eq(resource.id, order.resourceId));
  if (segment === undefined || rack === undefined || target === undefined || rackPort === null)
    throw new Error("a path needs its rows");
  const rackEnd = await loadEnd(db, rack.name, rackPort, segment.id);
  const resourceEnd = await loadEnd(db, target.name, target.portId, segment.id);
  return {
    input: {
      pair: { hostTag: hostTag.parse(segment.hostTag), customerTag: customerTag.parse(segment.customerTag) },
      clientVlan: clientVlan.parse(segment.vid ?? "untagged"),
      rack: rackEnd.end,
      resource: resourceEnd.end,
      line: order.lineId === null ? null : await loadLine(db, order.lineId, rackEnd.switchId),
    },
    rack: { id: rack.id, name: rack.name, mac: rack.mac },
    resource: { name: target.name, mac: target.mac },
    switches: new Map([rackEnd, resourceEnd].map(({ end, switchId }) => [end.switchCode, switchId])),
  };
}

async function loadEnd(
  db: Queryable,
  name: string,
  portId: string,
  vlanId: string,
): Promise<{ end: PathEnd; switchId: string }> {
  const [row] = await db
    .select({
      switchId: networkSwitch.id,
      switchCode: networkSwitch.code,
      datacenter: datacenter.code,
      port: port.number,
      segment: segmentNumber.number,
    })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .leftJoin(segmentNumber, and(eq(segmentNumber.switchId, networkSwitch.id), eq(segmentNumber.vlanId, vlanId)))
    .where(eq(port.id, portId));
  if (row === undefined) throw new Error(`port ${portId} has no switch`);
  const { switchId, switchCode, datacenter: code } = row;
  const segment = row.segment === null ? null : segmentNumberSchema.parse(row.segment);
  return { switchId, end: { name, switchCode, datacenter: code, port: portNumber.parse(row.port), segment } };
}

async function loadLine(db: Queryable, lineId: string, rackSwitchId: string): Promise<PathLine> {
  const a = alias(port, "a");
  const b = alias(port, "b");
  const [row] = await db
    .select({ line: link, a: { number: a.number, switchId: a.switchId }, b: { number: b.number } })
    .from(link)
    .innerJoin(a, eq(a.id, link.aPortId))
    .innerJoin(b, eq(b.id, link.bPortId))
    .where(eq(link.id, lineId));
  if (row === undefined) throw new Error(`line ${lineId} has no ports`);
  const sideA = { port: portNumber.parse(row.a.number), label: mplsLabel.parse(row.line.labelToA) };
  const sideB = { port: portNumber.parse(row.b.number), label: mplsLabel.parse(row.line.labelToB) };
  const rackIsA = row.a.switchId === rackSwitchId;
  return {
    code: row.line.code,
    mtu: row.line.mtu,
    rackSide: rackIsA ? sideA : sideB,
    resourceSide: rackIsA ? sideB : sideA,
  };
}
