import type { Queryable } from "@/db/client";
import type { vlan } from "@/db/schema/vlan";
import { vlanWords } from "../../domain/map-words";
import { countOverlaps } from "../overlap/count";

/** Sentences that say where a VLAN's numbers meet those of others and why that does no harm; none when they don't. */
export async function overlapWords(db: Queryable, row: typeof vlan.$inferSelect): Promise<string[]> {
  const { sameVid, sameRange } = (await countOverlaps(db, [row])).get(row) ?? { sameVid: 0, sameRange: 0 };
  const meets = [
    ...(sameVid > 0 ? [`You share ${vlanWords(row.vid)} with ${others(sameVid)}.`] : []),
    ...(sameRange > 0 && row.cidr !== null ? [`${row.cidr} overlaps IP ranges of ${others(sameRange)}.`] : []),
  ];
  if (meets.length === 0) return [];
  const why =
    `That does no harm: switches forward by S ${row.hostTag} and C ${row.customerTag}, a pair that nobody else holds, ` +
    "and never look at IP addresses.";
  return [...meets, why];
}

function others(count: number): string {
  return count === 1 ? "one other tenant" : `${count} other tenants`;
}
