import { and, count, countDistinct, eq, gte, inArray, isNull, lt, type SQL } from "drizzle-orm";
import { union } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { prepared } from "@/db/prepared";
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
 * Counts for VLANs that are declared, each for its own tenant: one look into an index for each different id and range
 * among them. A tenant counts once, however many of its VLANs meet.
 */
export async function countOverlaps<Row extends Numbers>(
  db: Queryable,
  rows: readonly Row[],
): Promise<Map<Row, OverlapCount>> {
  const byVid = await countEach(new Set(rows.map(({ vid }) => vid)), (vid) => tenantsWithVid(db, vid));
  const ranges = new Set(rows.flatMap(({ rangeBits }) => rangeBits ?? []));
  const byRange = await countEach(ranges, (bits) => tenantsInRange(db, bits));
  return new Map(
    rows.map((row) => {
      const inRange = row.rangeBits === null ? 0 : (byRange.get(row.rangeBits) ?? 0);
      return [row, { sameVid: byVid.get(row.vid) ?? 0, sameRange: inRange }];
    }),
  );
}

async function countEach<Key>(keys: Set<Key>, tenants: (key: Key) => Promise<number>): Promise<Map<Key, number>> {
  const counts = new Map<Key, number>();
  // The VLAN's own tenant is among them.
  for (const key of keys) counts.set(key, Math.max(0, (await tenants(key)) - 1));
  return counts;
}

const tenantsTagged = prepared(["vid"], (db, { vid }) => tenantCount(db, eq(vlan.vid, vid)));
const tenantsUntagged = prepared([], (db) => tenantCount(db, isNull(vlan.vid)));

function tenantCount(db: Queryable, which: SQL) {
  return db
    .select({ tenants: countDistinct(vlan.tenantId) })
    .from(vlan)
    .where(and(which, isNull(vlan.releasedAt)));
}

async function tenantsWithVid(db: Queryable, vid: number | null): Promise<number> {
  const [row] = vid === null ? await tenantsUntagged(db, {}) : await tenantsTagged(db, { vid });
  return row?.tenants ?? 0;
}

/** Ranges inside this one begin with its bits; ranges around it are its beginnings. */
async function tenantsInRange(db: Queryable, bits: string): Promise<number> {
  // Two selects, since SQLite would answer "inside or around" by reading every VLAN.
  const inside = tenantsOf(db, and(gte(vlan.rangeBits, bits), lt(vlan.rangeBits, `${bits}2`)));
  const around = tenantsOf(db, inArray(vlan.rangeBits, enclosingBits(bits)));
  const met = union(inside, around).as("met");
  const [row] = await db.select({ tenants: count() }).from(met);
  return row?.tenants ?? 0;
}

function tenantsOf(db: Queryable, which: SQL | undefined) {
  return db
    .select({ tenantId: vlan.tenantId })
    .from(vlan)
    .where(and(which, isNull(vlan.releasedAt)));
}
