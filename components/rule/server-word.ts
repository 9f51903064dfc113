import type { Fault } from "../trpc/fault";

const OF_RULE = /^rules\.(\d+)(?:\.(.+))?$/;

/** What the server said of single rules, by their place in the list from 0. */
export function ruleFaults(fault: Fault | null): ReadonlyMap<number, string> {
  const place = placeIn(fault);
  return fault === null || place === null ? new Map() : new Map([[place, fault.message]]);
}

/** The fault as the form of the rule at that place knows it: its field without the place; null when it is another's. */
export function ruleFaultAt(fault: Fault | null, place: number): Fault | null {
  if (fault === null || placeIn(fault) !== place) return null;
  return { ...fault, field: OF_RULE.exec(fault.field ?? "")?.[2] ?? null };
}

function placeIn(fault: Fault | null): number | null {
  const place = OF_RULE.exec(fault?.field ?? "")?.[1];
  return place === undefined ? null : Number(place);
}
