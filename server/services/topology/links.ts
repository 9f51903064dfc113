import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { drill, link } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import type { LinkEdge } from "../../domain/path-choice";

/** A link with the ports at its ends. */
export interface LinkRow {
  readonly link: typeof link.$inferSelect;
  readonly a: typeof port.$inferSelect;
  readonly b: typeof port.$inferSelect;
  /** Until when a drill keeps it down, ms since 1970; null when none does. */
  readonly shutUntil: number | null;
}

/** All links between datacenters, by code. */
export async function loadLinks(db: Queryable): Promise<LinkRow[]> {
  const a = alias(port, "a");
  const b = alias(port, "b");
  return db
    .select({ link, a, b, shutUntil: drill.endsAt })
    .from(link)
    .innerJoin(a, eq(a.id, link.aPortId))
    .innerJoin(b, eq(b.id, link.bPortId))
    .leftJoin(drill, and(eq(drill.linkId, link.id), eq(drill.stage, "down")))
    .orderBy(link.code);
}

/** The edges that paths may use. */
export function edgesInService(rows: readonly LinkRow[]): LinkEdge[] {
  return rows
    .filter((row) => row.link.state === "in_service")
    .map(({ link: { id, code, cost, latencyMicros }, a, b }) => {
      return { id, code, cost, latencyMicros, aSwitchId: a.switchId, bSwitchId: b.switchId };
    });
}
