import { and, countDistinct, eq, gte, inArray, isNull, lt, or, type SQL } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { vlan } from "@/db/schema/vlan";
import { enclosingBits } from "../../domain/ip-range";

/** How many other tenants use the same VLAN id, and an IP range that overlaps. Numbers only: names are not for others. */
export interface OverlapCount {
  readonly sameVid: number;
  readonly sameRange: number;
}

/** A declared VLAN, as far as its numbers go. */
export interface Numbers {
  readonly vid: number | null;
  readonly rangeBits: string | null;
}

/**
 * Counts for VLANs that are declared, each for its own tenant: one query on an index for each different id and range
 * among them. A tenant counts once, however many of its VLANs meet.
 */
export async function countOverlaps<Row extends Numbers>(
  db: Queryable,
  rows: readonly Row[],
): Promise<Map<Row, OverlapCount>> {
  const byVid = await countEach(db, new Set(rows.map(({ vid }) => vid)), sameVid);
  const ranges = new Set(rows.flatMap(({ rangeBits }) => rangeBits ?? []));
  const byRange = await countEach(db, ranges, sameRange);
  return new Map(
    rows.map((row) => {
      const inRange = row.rangeBits === null ? 0 : (byRange.get(row.rangeBits) ?? 0);
      return [row, { sameVid: byVid.get(row.vid) ?? 0, sameRange: inRange }];
    }),
  );
}

async function countEach<Key>(db: Queryable, keys: Set<Key>, which: (key: Key) => SQL | undefined) {
  const counts = new Map<Key, number>();
  for (const key of keys) {
    const [row] = await db
      .select({ tenants: countDistinct(vlan.tenantId) })
      .from(vlan)
      .where(and(which(key), isNull(vlan.releasedAt)));
    // The VLAN's own tenant is among them.
    counts.set(key, Math.max(0, (row?.tenants ?? 0) - 1));
  }
  return counts;
}

function sameVid(vid: number | null): SQL | undefined {
  return vid === null ? isNull(vlan.vid) : eq(vlan.vid, vid);
}

/** Ranges inside this one begin with its bits; ranges around it are its beginnings. */
function sameRange(bits: string): SQL | undefined {
  const inside = and(gte(vlan.rangeBits, bits), lt(vlan.rangeBits, `${bits}2`));
  return or(inside, inArray(vlan.rangeBits, enclosingBits(bits)));
}
