/** The plan of a change from what it touches alone: what is right elsewhere stays unlooked at. Pure. */

import type { Actual } from "./actual";
import { alike } from "./alike";
import { hasChains } from "./chains";
import { filterPlace } from "./filter";
import type { Operation } from "./operation";
import { plan, wantedOn } from "./plan";
import type { DesiredState, MapEntry } from "./protocol";
import { placeOfSegment } from "./segment-place";
import type { ChosenPaths } from "./wanted";

/**
 * The operations of `plan(after, actual)`, where `plan(before, actual)` is empty and only plain entries of the map are
 * other ones in `after`; null where the whole must be planned.
 */
export function planChange(
  before: DesiredState,
  after: DesiredState,
  actual: Actual,
  chosen: ChosenPaths,
): Operation[] | null {
  const others = [before.ports, before.links, before.transits];
  if (!alike(others, [after.ports, after.links, after.transits])) return null;
  const held = new Set(before.entries);
  const meant = new Set(after.entries);
  const left = before.entries.filter((entry) => !meant.has(entry));
  const entered = after.entries.filter((entry) => !held.has(entry));
  const kept = beside(
    [...left, ...entered],
    after.entries.filter((entry) => held.has(entry)),
  );
  if ([...left, ...entered, ...kept].some((entry) => !isPlain(entry))) return null;
  const [was, is] = [left, entered].map((own) => ({ ...after, entries: [...kept, ...own] }));
  if (was === undefined || is === undefined) return null;
  return plan(is, around([was, is], actual, chosen), chosen);
}

/** Whether its objects depend on nothing but itself and its ports. */
function isPlain(entry: MapEntry): boolean {
  return entry.kind !== "attachment" || !hasChains(entry);
}

/** Entries that share objects with changed ones, and one of each sort that ports and bridges are made for. */
function beside(changed: readonly MapEntry[], kept: readonly MapEntry[]): MapEntry[] {
  const shared = new Set(changed.map(membershipOf));
  const seen = new Set<string>();
  return kept.filter((entry) => {
    if (shared.has(membershipOf(entry))) return true;
    const sort = sortOf(entry);
    if (seen.has(sort)) return false;
    seen.add(sort);
    return true;
  });
}

function membershipOf(entry: MapEntry): string {
  return entry.kind === "relay" ? `${entry.port} relay ${entry.key}` : `${entry.port} ${entry.segment}`;
}

function sortOf(entry: MapEntry): string {
  const bridge = entry.kind === "relay" ? "relay" : placeOfSegment(entry.segment).bridge;
  const tagging = entry.kind === "trunk" ? "trunk" : entry.clientVlan === "untagged" ? "untagged" : "tagged";
  return `${entry.port} ${bridge} ${tagging}`;
}

/** What is at the places of two states' objects; what is elsewhere is left out. */
function around(states: readonly DesiredState[], actual: Actual, chosen: ChosenPaths): Actual {
  const wanted = states.map((state) => wantedOn(state, actual, chosen));
  const places = new Set(wanted.flatMap(({ filters }) => filters.map(({ filter }) => filterPlace(filter))));
  const members = new Set(wanted.flatMap(({ vlans }) => vlans.map(({ device, vid }) => `${device} ${vid}`)));
  return {
    ...actual,
    filters: actual.filters.filter(({ filter }) => places.has(filterPlace(filter))),
    vlans: actual.vlans.filter(({ device, vid }) => members.has(`${device} ${vid}`)),
  };
}
