/** The state of each entry of the map, judged by what was read back and by nothing else. */
import type { Comparison } from "./compare";
import type { Difference } from "./difference";
import type { DesiredState, EntryState, MapEntry } from "./protocol";
import { entryScope } from "./scope";

/** State of every desired entry; an entry is present when nothing of it, and of what it rests on, differs. */
export function judgeEntries(desired: DesiredState, comparison: Comparison): EntryState[] {
  const byKey = new Map<string, Difference[]>();
  const shared: Difference[] = [];
  for (const item of comparison.differences) {
    if (item.keys.length === 0) shared.push(item);
    for (const key of item.keys) byKey.set(key, [...(byKey.get(key) ?? []), item]);
  }
  return desired.entries.map((entry) => judge(entry, [...sharedOf(entry, shared), ...(byKey.get(entry.key) ?? [])]));
}

function sharedOf(entry: MapEntry, shared: readonly Difference[]): Difference[] {
  if (shared.length === 0) return [];
  const grounds = new Set(entryScope(entry).restsOn);
  return shared.filter(({ scope }) => grounds.has(scope.id));
}

function judge({ key }: MapEntry, differences: readonly Difference[]): EntryState {
  const worst = differences.find((item) => item.state === "wrong") ?? differences[0];
  if (worst === undefined) return { key, state: "present" };
  return {
    key,
    state: worst.state,
    detail: differences
      .map((item) => item.detail)
      .join("; ")
      .slice(0, 500),
  };
}
