import { and, eq, inArray, sql } from "drizzle-orm";
import { clientVlan } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { attachment, segmentNumber, trunkAttachment } from "@/db/schema/map";
import { port } from "@/db/schema/switch";
import { tenant } from "@/db/schema/tenant";
import { vlan } from "@/db/schema/vlan";
import { copyEntryAt } from "../../domain/copy-way";
import { relayAt } from "../../domain/relay";
import { NO_TERMS } from "../../domain/service-terms";
import { hopsOn } from "../copy/hops";
import type { MapRowView } from "../extension/view";
import { loadSeries } from "../topology/series";
import { placeAt } from "./held";
import { segmentOf } from "./routes";
import { copyRowView, mapRowView, relayRowView } from "./row-view";

/** A row of map 118 with whose it is. */
export interface OwnedMapRow extends MapRowView {
  readonly tenant: string;
  readonly rack: string;
  readonly vlanName: string;
  /**
   * The port by which frames go on that come to no segment here: at a switch in front to the one that gives the host tag
   * (seed para 55), and copies to a resource. Null for all others.
   */
  readonly uplink: number | null;
  /** Copies that a tenant's rules made on another switch: they go one way. */
  readonly areCopies: boolean;
}

/** The rows of a switch's map for people, by port, then pair. */
export async function mapRowsOf(db: Queryable, switchId: string): Promise<OwnedMapRow[]> {
  const rows = [
    ...(await rowsIn(db, attachment, switchId)),
    ...(await rowsIn(db, trunkAttachment, switchId)),
    ...(await relayRowsOn(db, switchId)),
    ...(await copyRowsOn(db, switchId)),
  ];
  return rows.sort((a, b) => a.port - b.port || a.hostTag - b.hostTag || a.customerTag - b.customerTag);
}

type Table = typeof attachment | typeof trunkAttachment;

async function rowsIn(db: Queryable, table: Table, switchId: string): Promise<OwnedMapRow[]> {
  const rows = await db
    .select({ port, vlan, number: segmentNumber.number, rack: clientSystem.name, tenant: tenant.name, ...vidIn(table) })
    .from(table)
    .innerJoin(port, eq(port.id, table.portId))
    .innerJoin(vlan, eq(vlan.id, table.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(tenant, eq(tenant.id, vlan.tenantId))
    .innerJoin(segmentNumber, and(eq(segmentNumber.switchId, switchId), eq(segmentNumber.vlanId, table.vlanId)))
    .where(eq(table.switchId, switchId));
  return rows.map(({ port, vlan, number, rack, tenant, vid }) => ({
    ...mapRowView(segmentOf(vlan), placeAt(port, vid, NO_TERMS), number),
    tenant,
    rack,
    vlanName: vlan.name,
    uplink: null,
    areCopies: false,
  }));
}

/** Copies that come from other switches. */
async function copyRowsOn(db: Queryable, switchId: string): Promise<OwnedMapRow[]> {
  const hops = await hopsOn(db, switchId);
  if (hops.length === 0) return [];
  const vlanIds = [...new Set(hops.map(({ vlanId }) => vlanId))];
  const owners = await db
    .select({ id: vlan.id, vlanName: vlan.name, rack: clientSystem.name, tenant: tenant.name })
    .from(vlan)
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(tenant, eq(tenant.id, vlan.tenantId))
    .where(inArray(vlan.id, vlanIds));
  return hops.flatMap(({ vlanId, pair, hop, kind }) =>
    owners
      .filter(({ id }) => id === vlanId)
      .map(({ id: _, ...owner }) => ({ ...copyRowView(copyEntryAt(pair, hop), kind), ...owner, areCopies: true })),
  );
}

/** Of a switch in front, from the rows of the switches that it serves. */
async function relayRowsOn(db: Queryable, switchId: string): Promise<OwnedMapRow[]> {
  const fronts = new Map([...(await loadSeries(db))].filter(([, front]) => front.switchId === switchId));
  if (fronts.size === 0) return [];
  const rows = await db
    .select({ vlan, rack: clientSystem.name, tenant: tenant.name, portId: attachment.portId, vid: attachment.vid })
    .from(attachment)
    .innerJoin(vlan, eq(vlan.id, attachment.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(tenant, eq(tenant.id, vlan.tenantId))
    .where(inArray(attachment.portId, [...fronts.keys()]));
  return rows.flatMap(({ vlan, portId, vid, rack, tenant }) => {
    const front = fronts.get(portId);
    if (front === undefined) return [];
    const place = { clientVlan: clientVlan.parse(vid ?? "untagged"), terms: NO_TERMS };
    const relay = relayAt(segmentOf(vlan), place, front);
    return [{ ...relayRowView(segmentOf(vlan), relay), tenant, rack, vlanName: vlan.name, areCopies: false }];
  });
}

/** The VLAN id at a machine's port; a trunk has none. */
function vidIn(table: Table) {
  return { vid: table === attachment ? attachment.vid : sql<null>`null` };
}
