import { and, asc, eq, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { datacenter } from "@/db/schema/datacenter";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { countOverlaps, type OverlapCount } from "../overlap/count";
import type { VlanView } from "./view";

/** Views of the VLANs that `which` selects and nobody has released: by host tag, then untagged, then by id. */
export async function vlanViews(db: Queryable, which: SQL | undefined): Promise<VlanView[]> {
  const rows = await db
    .select({
      vlan,
      rack: { id: clientSystem.id, name: clientSystem.name, series: clientSystem.series },
      datacenterCode: datacenter.code,
      extensionCount: extensionCount(db),
    })
    .from(vlan)
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(datacenter, eq(datacenter.id, clientSystem.datacenterId))
    .where(and(which, isNull(vlan.releasedAt)))
    .orderBy(asc(vlan.hostTag), asc(vlan.vid));
  return viewsOf(db, rows);
}

function extensionCount(db: Queryable): SQL<number> {
  const extensions = db
    .select({ count: sql`count(*)` })
    .from(extension)
    .where(and(eq(extension.vlanId, vlan.id), notInArray(extension.state, [...ENDED_STATES])));
  return sql<number>`(${extensions})`;
}

/** A declared VLAN with what its view says besides. */
export interface VlanRow {
  readonly vlan: Omit<typeof vlan.$inferSelect, "tenantId" | "clientSystemId" | "releasedAt">;
  readonly rack: { readonly id: string; readonly name: string; readonly series: string };
  readonly datacenterCode: string;
  readonly extensionCount: number;
}

/** The views of these rows, with how far others use the same numbers now. */
export async function viewsOf(db: Queryable, rows: readonly VlanRow[]): Promise<VlanView[]> {
  const vlans = rows.map((row) => row.vlan);
  const overlaps = await countOverlaps(db, vlans);
  return rows.map((row) => viewOf(row, overlaps.get(row.vlan)));
}

function viewOf(row: VlanRow, overlap: OverlapCount = { sameVid: 0, sameRange: 0 }): VlanView {
  const { rack } = row;
  const { id, vid, name, cidr, hostTag, customerTag, createdAt } = row.vlan;
  return {
    ...{ id, vid, name, cidr, hostTag, customerTag, createdAt, overlap },
    // 12 bits each: the pair as one number of 24.
    segmentId: hostTag * 4096 + customerTag,
    rack: { id: rack.id, name: rack.name, series: rack.series, datacenterCode: row.datacenterCode },
    extensionCount: row.extensionCount,
  };
}
