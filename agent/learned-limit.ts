/**
 * The kernel's own limit of learned addresses (fdb_max_learned, Linux 6.8), which is for a whole bridge and tells no
 * attachment from another: an address over it is not learned, whoever's it is, and frames for it are flooded. So it is no
 * quota. It bounds the kernel's memory until the agent has acted, or while no agent runs, and is far above what honest
 * machines can need.
 */
import type { MapEntry, SegmentEntry } from "./protocol";

/** No limit, as the kernel says it. */
const NONE = 0;
/** Times what attachments may have. */
const TIMES = 4;
/** Probe points of this and other switches, at each entry. */
const PROBES = 64;
/** Behind a trunk are attachments of other switches, unknown here: sixteen with the largest quota that can be ordered. */
const BEHIND_TRUNK = 16 * 4_096;
/** A limit above this bounds nothing: so many take some gigabytes. */
const MOST = 2 ** 24;

/**
 * Most addresses that a bridge may learn for the entries on it; 0: as many as come. A power of two, so that it changes
 * seldom. Nothing is limited where an attachment has neither a quota nor declared addresses.
 */
export function learnedLimit(entries: readonly SegmentEntry[]): number {
  const rooms = entries.map(roomOf);
  const room = rooms.reduce<number>((sum, one) => sum + (one ?? Number.POSITIVE_INFINITY), 0);
  return room === 0 || room > MOST ? NONE : 2 ** Math.ceil(Math.log2(room));
}

/** Null: nobody knows. */
function roomOf(entry: SegmentEntry): number | null {
  if (entry.kind === "trunk") return BEHIND_TRUNK;
  const most = mostOf(entry);
  return most === null ? null : TIMES * most + PROBES;
}

function mostOf({ profile }: Extract<MapEntry, { kind: "attachment" }>): number | null {
  if (profile === undefined) return null;
  return profile.macs === null ? profile.macQuota : profile.macs.length;
}
