import { and, asc, eq, inArray, isNull, notInArray, type SQL, sql } from "drizzle-orm";
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
  const overlaps = await countOverlaps(
    db,
    rows.map((row) => row.vlan),
  );
  return rows.map((row) => viewOf(row, overlaps.get(row.vlan)));
}

/** Views of these VLANs, in the order of the ids. */
export async function vlansWithIds(db: Queryable, ids: readonly string[]): Promise<VlanView[]> {
  const views = await vlanViews(db, inArray(vlan.id, [...ids]));
  const byId = new Map(views.map((view) => [view.id, view]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function extensionCount(db: Queryable): SQL<number> {
  const extensions = db
    .select({ count: sql`count(*)` })
    .from(extension)
    .where(and(eq(extension.vlanId, vlan.id), notInArray(extension.state, [...ENDED_STATES])));
  return sql<number>`(${extensions})`;
}

interface VlanRow {
  readonly vlan: typeof vlan.$inferSelect;
  readonly rack: { readonly id: string; readonly name: string; readonly series: string };
  readonly datacenterCode: string;
  readonly extensionCount: number;
}

function viewOf(row: VlanRow, overlap: OverlapCount = { sameVid: 0, sameRange: 0 }): VlanView {
  const { id, vid, name, cidr, hostTag, customerTag, createdAt } = row.vlan;
  return {
    ...{ id, vid, name, cidr, hostTag, customerTag, createdAt, overlap },
    // 12 bits each: the pair as one number of 24.
    segmentId: hostTag * 4096 + customerTag,
    rack: { ...row.rack, datacenterCode: row.datacenterCode },
    extensionCount: row.extensionCount,
  };
}
