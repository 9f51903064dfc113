/** The plan of what follows from newly learned addresses, from the attachments that it touches alone. Pure. */
import type { Actual } from "./actual";
import type { Attachment } from "./chains";
import { filterDifferences, strayAddresses, strayFilters } from "./difference-rules";
import { filterPlace, sameFilter } from "./filter";
import type { Operation } from "./operation";
import { operationsOf } from "./plan";
import { amongPlaces } from "./plan-change";
import type { DesiredState, Mac } from "./protocol";
import type { Wanted, WantedFilter } from "./wanted";
import { entryFilters } from "./wanted-entries";

/** Whether any rule depends on what bridges have learned. */
export function restsOnLearned({ entries }: DesiredState): boolean {
  return entries.some((entry) => entry.kind === "attachment" && isServed(entry));
}

function isServed({ profile }: Attachment): boolean {
  if (profile === undefined) return false;
  return profile.flood !== null || (profile.macs === null && profile.macQuota !== null);
}

/**
 * The operations of `plan(desired, after)`, where `plan(desired, before)` is empty and the two differ in nothing but what
 * follows from learned addresses.
 */
export function planLearned(desired: DesiredState, before: Actual, after: Actual): Operation[] {
  const own = desired.entries.filter((entry) => entry.kind === "attachment" && isTouched(entry, before, after));
  const [was, is] = [before, after].map((actual) => (own.length === 0 ? [] : entryFilters(desired, own, actual)));
  if (was === undefined || is === undefined) return [];
  const isNear = amongPlaces([...was, ...is].map(({ filter }) => filter));
  const near = { ...after, filters: own.length === 0 ? [] : after.filters.filter(isNear) };
  const wanted = { ...NOTHING_WANTED, filters: is };
  const isOther = amongOthers(was, is);
  return operationsOf({
    differences: filterDifferences(wanted, near).filter(({ repair }) => repair.some(isOther)),
    strays: [...strayFilters(wanted, near), ...strayAddresses(near)],
  });
}

/** Rules that stay the same are right: some stand for several entries, of which not all may be here. */
function amongOthers(was: readonly WantedFilter[], is: readonly WantedFilter[]): (operation: Operation) => boolean {
  const held = new Map(was.map(({ filter }) => [filterPlace(filter), filter]));
  const places = is.flatMap(({ filter }) => {
    const place = filterPlace(filter);
    const before = held.get(place);
    return before !== undefined && sameFilter(before, filter) ? [] : [place];
  });
  const others = new Set(places);
  return (operation) => "filter" in operation && others.has(filterPlace(operation.filter));
}

const NOTHING_WANTED: Wanted = {
  bridges: [],
  pairs: [],
  devices: [],
  ingress: [],
  filters: [],
  vlans: [],
  unmet: [],
};

function isTouched({ key }: Attachment, before: Actual, after: Actual): boolean {
  return (
    !isSame(before.known.get(key), after.known.get(key)) ||
    !isSame(before.fullQuotas.get(key), after.fullQuotas.get(key))
  );
}

function isSame(before: readonly Mac[] | undefined, after: readonly Mac[] | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return before.length === after.length && before.every((mac, index) => mac === after[index]);
}
