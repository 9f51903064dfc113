import type { Crossing, PortAt } from "../../domain/attachments";
import type { Fabric } from "../topology/fabric";
import type { LinkRow } from "../topology/links";
import { portAt } from "../topology/port-at";
import type { PathRow } from "../topology/pseudowires";
import type { Way, WayLink } from "./way-in-use";

/** The paths of the pseudowire that is crossed, best first, turned so that they lead from near to far. */
export function waysOf({ pseudowires, links }: Fabric, { id, near }: Crossing): Way[] {
  const pseudowire = pseudowires.find((one) => one.id === id);
  const fromA = pseudowire?.a.portId === near.portId;
  return (pseudowire?.paths ?? []).map((path) => wayOf(links, path, { fromA, start: near.switchId }));
}

function wayOf(
  links: readonly LinkRow[],
  { tagToA, tagToB, linkIds }: PathRow,
  { fromA, start }: { fromA: boolean; start: string },
): Way {
  const inOrder = fromA ? linkIds : linkIds.toReversed();
  const [tagToFar, tagToNear] = fromA ? [tagToB, tagToA] : [tagToA, tagToB];
  return { tagToFar, tagToNear, links: linksFrom(links, inOrder, start) };
}

/** Each link as it is travelled: from the switch where the one before it ends. */
export function linksFrom(links: readonly LinkRow[], ids: readonly string[], start: string): WayLink[] {
  const travelled: WayLink[] = [];
  let at = start;
  for (const id of ids) {
    const next = linkFrom(links, id, at);
    travelled.push(next);
    at = next.far.switchId;
  }
  return travelled;
}

function linkFrom(links: readonly LinkRow[], id: string, at: string): WayLink {
  const row = links.find(({ link }) => link.id === id);
  if (row === undefined) throw new Error(`no link ${id}`);
  const ends: readonly [PortAt, PortAt] = [portAt(row.a), portAt(row.b)];
  const [near, far] = row.a.switchId === at ? ends : [ends[1], ends[0]];
  return { row: row.link, near, far };
}
