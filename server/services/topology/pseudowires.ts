import { asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { type DatacenterTag, datacenterTag } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { pseudowire, pseudowireHop, pseudowirePath } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import type { PortAt } from "../../domain/attachments";
import { readWay } from "../../domain/resting-way";
import { portAt } from "./port-at";

/** A pseudowire with its paths, best first. */
export interface Pseudowire {
  readonly id: string;
  /** Links that its paths must and must not use, as `wayKey` writes them. */
  readonly way: string;
  /** No extension crosses by it: it has no path, and no switch holds it. */
  readonly isAtRest: boolean;
  readonly a: PortAt;
  readonly b: PortAt;
  readonly paths: readonly PathRow[];
}

export interface PathRow {
  readonly id: string;
  readonly tagToA: DatacenterTag;
  readonly tagToB: DatacenterTag;
  /** In the order from A to B. */
  readonly linkIds: readonly string[];
}

/** All pseudowires, those at rest too; they are few, one a pair of edge switches and way. */
export async function loadPseudowires(db: Queryable): Promise<Pseudowire[]> {
  const a = alias(port, "a");
  const b = alias(port, "b");
  const rows = await db
    .select({ pseudowire, a, b })
    .from(pseudowire)
    .innerJoin(a, eq(a.id, pseudowire.aPortId))
    .innerJoin(b, eq(b.id, pseudowire.bPortId))
    // In the order in which they were made: who is asked first gets the lower tag.
    .orderBy(sql`pseudowire.rowid`);
  const paths = await loadPaths(db);
  return rows.map(({ pseudowire: { id, way }, a, b }) => {
    return { id, ...readWay(way), a: portAt(a), b: portAt(b), paths: paths.get(id) ?? [] };
  });
}

async function loadPaths(db: Queryable): Promise<ReadonlyMap<string, PathRow[]>> {
  const hops = await db.select().from(pseudowireHop).orderBy(asc(pseudowireHop.position));
  const rows = await db.select().from(pseudowirePath).orderBy(asc(pseudowirePath.rank));
  const paths = new Map<string, PathRow[]>();
  for (const row of rows) {
    const linkIds = hops.filter((hop) => hop.pathId === row.id).map((hop) => hop.linkId);
    const tags = { tagToA: datacenterTag.parse(row.tagToA), tagToB: datacenterTag.parse(row.tagToB) };
    paths.set(row.pseudowireId, [...(paths.get(row.pseudowireId) ?? []), { id: row.id, ...tags, linkIds }]);
  }
  return paths;
}
