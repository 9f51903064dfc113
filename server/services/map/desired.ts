import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  clientVlan,
  type DesiredParts,
  type DesiredState,
  type MapEntry,
  segmentNumber as segmentNumberSchema,
} from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { attachment, segmentNumber, trunkAttachment } from "@/db/schema/map";
import { networkSwitch, port, seriesPort } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { copyEntryAt } from "../../domain/copy-way";
import { cabledPort, mapEntryAt } from "../../domain/desired-state";
import { relayAt, underCustomerTag } from "../../domain/relay";
import { hopsOn } from "../copy/hops";
import { MACHINE_PORTS, machinesOn } from "../machine/placed";
import { providerOf } from "../machine/providers";
import { loadFabric } from "../topology/fabric";
import { fabricPartsOf } from "../topology/fabric-parts";
import { portAt } from "../topology/port-at";
import type { Series } from "../topology/series";
import { placeAt } from "./held";
import { segmentOf } from "./routes";
import { readTerms } from "./terms";

/**
 * The whole desired state of a switch, from its rows. Number, hash and rows belong together only if nobody writes in
 * between: give it a transaction.
 */
export async function desiredStateOf(tx: Queryable, switchId: string): Promise<DesiredState> {
  const [row] = await tx.select().from(networkSwitch).where(eq(networkSwitch.id, switchId));
  if (row === undefined) throw new Error(`no switch ${switchId}`);
  const fabric = await loadFabric(tx);
  const { ports, links, transits } = fabricPartsOf(fabric, switchId);
  const { series } = fabric;
  return {
    number: row.changeNumber,
    hash: row.stateHash,
    ports: [...(await machinePortsOf(tx, row, series)), ...ports],
    links: [...links],
    transits: [...transits],
    entries: await desiredEntriesOf(tx, switchId, series),
  };
}

/** The ports of racks and cloud systems, and those of machines that are wanted there. */
async function machinePortsOf(
  tx: Queryable,
  { id, number }: typeof networkSwitch.$inferSelect,
  series: Series,
): Promise<DesiredParts["ports"]> {
  const mainPort = alias(seriesPort, "main_port");
  const rows = await tx
    .select({ port, accepts: clientSystem.accepts })
    .from(port)
    .leftJoin(mainPort, eq(mainPort.frontPortId, port.id))
    // A rack behind a switch in front is registered at the port that gives its host tag.
    .leftJoin(
      clientSystem,
      and(eq(clientSystem.portId, sql`coalesce(${mainPort.portId}, ${port.id})`), isNull(clientSystem.releasedAt)),
    )
    .where(
      and(eq(port.switchId, id), inArray(port.kind, ["client", "cloud"]), sql`${port.id} not in ${MACHINE_PORTS}`),
    );
  const cabled = rows.map(({ port, accepts }) => {
    const kind = port.kind === "client" ? "client" : "cloud";
    return cabledPort(number, portAt(port).number, kind, series.has(port.id) ? "both" : (accepts ?? "both"));
  });
  const made = await machinesOn(tx, id);
  return [...cabled, ...made.map((placed) => providerOf(placed.machine).portOf(placed))];
}

/** The rows of map 118 of a switch. */
export async function desiredEntriesOf(tx: Queryable, switchId: string, series: Series): Promise<MapEntry[]> {
  const here = (table: typeof attachment | typeof trunkAttachment) =>
    and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.vlanId, table.vlanId));
  const attached = await tx
    .select({ port, vlan, number: segmentNumber.number, vid: attachment.vid, terms: attachment.terms })
    .from(attachment)
    .innerJoin(port, eq(port.id, attachment.portId))
    .innerJoin(vlan, eq(vlan.id, attachment.vlanId))
    .innerJoin(segmentNumber, here(attachment))
    .where(eq(attachment.switchId, switchId));
  const trunked = await tx
    .select({ port, vlan, number: segmentNumber.number })
    .from(trunkAttachment)
    .innerJoin(port, eq(port.id, trunkAttachment.portId))
    .innerJoin(vlan, eq(vlan.id, trunkAttachment.vlanId))
    .innerJoin(segmentNumber, here(trunkAttachment))
    .where(eq(trunkAttachment.switchId, switchId));
  const held = [...attached, ...trunked.map((row) => ({ ...row, vid: null, terms: null }))].map(
    ({ port, vlan, number, vid, terms }) => {
      const entry = mapEntryAt(
        segmentOf(vlan),
        placeAt(port, vid, readTerms(terms)),
        segmentNumberSchema.parse(number),
      );
      return series.has(port.id) ? underCustomerTag(entry) : entry;
    },
  );
  const copies = (await hopsOn(tx, switchId)).map(({ pair, hop }) => copyEntryAt(pair, hop));
  return [...held, ...(await relaysOn(tx, switchId, series)), ...copies];
}

/** What a switch in front holds, from the rows of the switches that it serves. */
async function relaysOn(tx: Queryable, switchId: string, series: Series): Promise<MapEntry[]> {
  const served = [...series].filter(([, front]) => front.switchId === switchId);
  if (served.length === 0) return [];
  const fronts = new Map(served);
  const rows = await tx
    .select({ portId: attachment.portId, vid: attachment.vid, terms: attachment.terms, vlan })
    .from(attachment)
    .innerJoin(vlan, eq(vlan.id, attachment.vlanId))
    .where(inArray(attachment.portId, [...fronts.keys()]));
  return rows.flatMap(({ portId, vid, terms, vlan }) => {
    const front = fronts.get(portId);
    if (front === undefined) return [];
    return [
      relayAt(segmentOf(vlan), { clientVlan: clientVlan.parse(vid ?? "untagged"), terms: readTerms(terms) }, front),
    ];
  });
}
