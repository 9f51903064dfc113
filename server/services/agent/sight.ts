import type { Sight } from "../../domain/evidence";
import { counterKey, type LiveReport, type LiveStore } from "../../live/store";

/** A report is asked about many extensions: it is indexed once. */
const indexed = new WeakMap<LiveReport, Sight>();

/** The last report of a switch, indexed; null before the first. */
export function sightOf(live: LiveStore, switchId: string): Sight | null {
  const last = live.lastReport(switchId);
  if (last === null) return null;
  const known = indexed.get(last);
  if (known !== undefined) return known;
  const sight = indexReport(last);
  indexed.set(last, sight);
  return sight;
}

function indexReport({ report, settingSince }: LiveReport): Sight {
  return {
    settingSince,
    number: report.number,
    entries: new Map(report.entries.map((entry) => [entry.key, entry])),
    frames: new Map(report.counters.map((counter) => [counterKey(counter), counter.frames])),
    strays: report.strays.map(({ what }) => what),
  };
}
