/** The plan of a change from what it touches alone: what is right elsewhere stays unlooked at. Pure. */

import type { Actual, ActualFilter, ActualLink, ActualSegmentPort } from "./actual";
import { alike } from "./alike";
import { hasChains } from "./chains";
import { type Filter, filterPlace } from "./filter";
import type { Operation } from "./operation";
import { plan, wantedOn } from "./plan";
import { type DesiredState, isInSegment, type MapEntry, type PortNumber, type SegmentEntry } from "./protocol";
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
  const { left, entered } = betweenLists(before.entries, after.entries);
  if (left.length + entered.length > MOST_CHANGED) return null;
  const leads = leadsTo(portsOf([...left, ...entered]));
  if (left.some(leads) || after.entries.some(leads)) return null;
  const kept = beside([...left, ...entered], after.entries, new Set(entered));
  if ([...left, ...entered, ...kept].some((entry) => !isPlain(entry))) return null;
  const [was, is] = [left, entered].map((own) => ({ ...after, entries: [...kept, ...own] }));
  if (was === undefined || is === undefined) return null;
  return plan(is, around([was, is], actual, chosen), chosen);
}

/** A change of more entries is planned whole: that costs less than to find out what may be left out. */
const MOST_CHANGED = 1_000;

/** Objects that only one of two lists has. Where the lists begin and end alike nothing is asked: most changes are short. */
function betweenLists<T>(before: readonly T[], after: readonly T[]): { left: T[]; entered: T[] } {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [was, is] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const [held, meant] = [new Set(was), new Set(is)];
  return { left: was.filter((one) => !meant.has(one)), entered: is.filter((one) => !held.has(one)) };
}

function portsOf(entries: readonly MapEntry[]): ReadonlySet<PortNumber> {
  return new Set(entries.map(({ port }) => port));
}

/** Whether an entry's copies leave at one of the ports, as frames of what is attached there. */
function leadsTo(ports: ReadonlySet<PortNumber>): (entry: MapEntry) => boolean {
  return (entry) => {
    if (entry.kind === "copy") return entry.clientVlan !== undefined && ports.has(entry.to);
    if (entry.kind !== "attachment" || entry.rules === undefined) return false;
    return entry.rules.some(({ action }) => action.kind === "mirror" && ports.has(action.port));
  };
}

/** Whether its objects depend on nothing but itself and its ports. */
function isPlain(entry: MapEntry): boolean {
  if (entry.kind === "copy") return entry.clientVlan === undefined;
  return entry.kind !== "attachment" || !hasChains(entry);
}

/** Entries that share objects with changed ones, and one of each sort that ports and bridges are made for. */
function beside(changed: readonly MapEntry[], after: readonly MapEntry[], isNew: ReadonlySet<MapEntry>): MapEntry[] {
  const shared = new Map<PortNumber, Set<string | number>>();
  for (const entry of changed) shared.set(entry.port, (shared.get(entry.port) ?? new Set()).add(memberOf(entry)));
  const seen = new Map<PortNumber, Set<number>>();
  return after.filter((entry) => {
    if (isNew.has(entry)) return false;
    if (shared.get(entry.port)?.has(memberOf(entry)) === true) return true;
    const sorts = seen.get(entry.port) ?? new Set();
    const isFirst = !sorts.has(sortOf(entry));
    if (isFirst) seen.set(entry.port, sorts.add(sortOf(entry)));
    return isFirst;
  });
}

function memberOf(entry: MapEntry): string | number {
  return isInSegment(entry) ? entry.segment : entry.key;
}

const TAGGINGS = 5;

/** Of a port's entries: those in one bridge that are tagged alike. Numbers, since every entry is asked for each change. */
function sortOf(entry: MapEntry): number {
  if (!isInSegment(entry)) return TAGGINGS - 1;
  return placeOfSegment(entry.segment).bridge * TAGGINGS + taggingOf(entry);
}

function taggingOf(entry: SegmentEntry): number {
  if (entry.kind === "trunk") return 0;
  if (entry.customerTagged === true) return 3;
  return entry.clientVlan === "untagged" ? 1 : 2;
}

/** What is at the places of two states' objects; what is elsewhere is left out. */
function around(states: readonly DesiredState[], actual: Actual, chosen: ChosenPaths): Actual {
  const wanted = states.map((state) => wantedOn(state, actual, chosen));
  const filters = wanted.flatMap((one) => one.filters.map(({ filter }) => filter));
  const vlans = wanted.flatMap((one) => one.vlans);
  return {
    ...actual,
    links: actual.links.map(withoutLimit),
    filters: actual.filters.filter(amongPlaces(filters)),
    vlans: actual.vlans.filter(amongMembers(vlans)),
  };
}

/** What a bridge may learn follows from all of its entries: the next look tells it. */
function withoutLimit(link: ActualLink): ActualLink {
  if (link.bridge?.learnedMost === undefined) return link;
  return { ...link, bridge: { ...link.bridge, learnedMost: undefined } };
}

/** Whether a rule stands where one of those does. A place is a long text: most rules stand elsewhere by their number. */
export function amongPlaces(filters: readonly Filter[]): (held: ActualFilter) => boolean {
  const handles = new Set(filters.map(({ handle }) => handle));
  const places = new Set(filters.map(filterPlace));
  return ({ filter }) => handles.has(filter.handle) && places.has(filterPlace(filter));
}

function amongMembers(vlans: readonly ActualSegmentPort[]): (held: ActualSegmentPort) => boolean {
  const devices = new Map<string, Set<number>>();
  for (const { device, vid } of vlans) devices.set(device, (devices.get(device) ?? new Set()).add(vid));
  return ({ device, vid }) => devices.get(device)?.has(vid) === true;
}
