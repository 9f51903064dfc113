import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { wireOf } from "@/agent/encapsulation/registry";
import type { Queryable } from "@/db/client";
import { drill, link } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import type { LinkEdge } from "../../domain/path-choice";
import { TAG_OCTETS } from "../../domain/tag-stack";

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
    .map(({ link, a, b }) => {
      const { id, code, cost, latencyMicros } = link;
      return { id, code, cost, latencyMicros, room: roomOf(link), aSwitchId: a.switchId, bSwitchId: b.switchId };
    });
}

/** Host tag, customer tag and a client's own. */
const PAIR_AND_OWN_OCTETS = 3 * TAG_OCTETS;
/** Two addresses and a type (IEEE 802.3 clause 3.1.1), without FCS. */
export const ETHERNET_HEADER = 14;

type Sized = Pick<typeof link.$inferSelect, "mtu" | "encapsulation">;

/** Octets of payload that a link leaves for a client that tags its frames (seed para 105; RFC 7348 clause 4.3). */
export function roomOf({ mtu, encapsulation }: Sized): number {
  return mtu - PAIR_AND_OWN_OCTETS - wireOf(encapsulation).overhead;
}

/** Octets of the largest frame that a link carries whole, from destination MAC to payload, with its pair. */
export function frameOctetsOf(sized: Sized): number {
  return ETHERNET_HEADER + PAIR_AND_OWN_OCTETS + roomOf(sized);
}
