import { and, eq, ne } from "drizzle-orm";
import {
  type DesiredPort,
  type DesiredState,
  type MapEntry,
  type PortKind,
  segmentNumber as segmentNumberSchema,
} from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { attachment, segmentNumber, trunkAttachment } from "@/db/schema/map";
import { networkSwitch, port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { linkPort, machinePort, mapEntryAt } from "../../domain/desired-state";
import { type LineEnd, lineEndsOf, portAt } from "../link/ends";
import { segmentOf } from "./routes";

/**
 * The whole desired state of a switch, from its rows. Number, hash and rows belong together only if nobody writes in
 * between: give it a transaction.
 */
export async function desiredStateOf(tx: Queryable, switchId: string): Promise<DesiredState> {
  const [row] = await tx.select().from(networkSwitch).where(eq(networkSwitch.id, switchId));
  if (row === undefined) throw new Error(`no switch ${switchId}`);
  return {
    number: row.changeNumber,
    hash: row.stateHash,
    ports: await desiredPortsOf(tx, switchId),
    entries: await desiredEntriesOf(tx, switchId),
  };
}

/** Every port of a switch that leads somewhere: a link port does when it has a line. */
async function desiredPortsOf(tx: Queryable, switchId: string): Promise<DesiredPort[]> {
  const machines = await tx
    .select()
    .from(port)
    .where(and(eq(port.switchId, switchId), ne(port.kind, "link")));
  const lines = await lineEndsOf(tx, switchId);
  return [
    ...machines.flatMap((row) => (row.kind === "link" ? [] : [machinePort(portAt(row).number, row.kind)])),
    ...lines.map(desiredLinkPort),
  ];
}

/** The port of a line's near end. */
export function desiredLinkPort({ near, far, labelOut, labelIn }: LineEnd): DesiredPort {
  return linkPort(near.number, { labelOut, labelIn, farMac: far.mac });
}

/** The rows of map 118 of a switch. */
export async function desiredEntriesOf(tx: Queryable, switchId: string): Promise<MapEntry[]> {
  return [...(await entriesIn(tx, attachment, switchId)), ...(await entriesIn(tx, trunkAttachment, switchId))];
}

async function entriesIn(
  tx: Queryable,
  table: typeof attachment | typeof trunkAttachment,
  switchId: string,
): Promise<MapEntry[]> {
  const rows = await tx
    .select({ port, vlan, number: segmentNumber.number })
    .from(table)
    .innerJoin(port, eq(port.id, table.portId))
    .innerJoin(vlan, eq(vlan.id, table.vlanId))
    .innerJoin(segmentNumber, and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.vlanId, table.vlanId)))
    .where(eq(table.switchId, switchId));
  return rows.map((row) => entryOfRow(row));
}

function entryOfRow(row: {
  port: { id: string; switchId: string; number: number; kind: PortKind };
  vlan: { id: string; vid: number | null; hostTag: number; customerTag: number };
  number: number;
}): MapEntry {
  const place = { ...portAt(row.port), kind: row.port.kind };
  return mapEntryAt(segmentOf(row.vlan), place, segmentNumberSchema.parse(row.number));
}
