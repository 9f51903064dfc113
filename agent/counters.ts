/** Counters of the map's entries, kept growing when a rule is replaced and begins at zero again. */
import type { ActualFilter } from "./actual";
import { tunnelsOf } from "./encapsulation/carriage";
import { filterPlace } from "./filter";
import { lineDevice, portDevice } from "./names";
import { octetsBesideCount } from "./octets";
import { isUnaccepted } from "./port-profile";
import { PRIORITY } from "./priority";
import type { DesiredState, Direction, EntryCounter, MapEntry, ReportRequest } from "./protocol";
import { inRule, outRule } from "./rules";
import { RunningCounts } from "./running-counts";

export class CounterLedger {
  private readonly counts = new RunningCounts();
  private current: EntryCounter[] = [];

  /** Frames and octets on the wire of each desired entry, as of the last reading. */
  get counters(): readonly EntryCounter[] {
    return this.current;
  }

  /** Takes in a reading; entries that are desired no more are forgotten. */
  read(desired: DesiredState, filters: readonly ActualFilter[]): void {
    const held = new Map(filters.filter((item) => item.ours).map((item) => [filterPlace(item.filter), item]));
    const named = desired.entries.flatMap((entry) =>
      (["in", "out"] as const).map((direction) => ({ entry, direction, name: nameOf(entry, direction) })),
    );
    this.counts.read(new Map(named.map(({ entry, direction, name }) => [name, placeOf(entry, direction)])), held);
    this.current = named.map(({ entry, direction, name }) => {
      const { frames, octets } = this.counts.of(name);
      const bytes = octets + frames * octetsBesideCount(entry, direction);
      return { key: entry.key, direction, frames, bytes };
    });
  }

  /** The rule at a place was made anew and counts from zero. */
  renewed(place: string): void {
    this.counts.renewed(place);
  }
}

function nameOf(entry: MapEntry, direction: Direction): string {
  return `${direction} ${entry.kind} ${entry.key}`;
}

function placeOf(entry: MapEntry, direction: Direction): string {
  return filterPlace(direction === "in" ? inRule(entry) : outRule(entry));
}

/** Frames that met a refusal or the default drop on each port, and those that came in from a link without a known tag 3. */
export function dropsOf(desired: DesiredState, filters: readonly ActualFilter[]): ReportRequest["drops"] {
  const dropped = droppedFrames(filters);
  const at = (devices: readonly string[]) => devices.reduce((sum, device) => sum + (dropped.get(device) ?? 0), 0);
  return [
    ...desired.ports.map(({ number }) => ({ port: number, frames: at([portDevice(number)]) })),
    ...desired.links.map((link) => ({
      port: link.number,
      frames: at([lineDevice(link.number), ...tunnelsOf(link).map(({ device }) => device)]),
    })),
  ];
}

const REFUSING: ReadonlySet<number> = new Set([PRIORITY.refuseCustomer, PRIORITY.refuseService, PRIORITY.drop]);

/** Frames that rules of ours refused, by device; what an attachment's own chains drop is told beside it. */
function droppedFrames(filters: readonly ActualFilter[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { filter, ours, frames } of filters) {
    if (!ours || filter.chain !== undefined || !(REFUSING.has(filter.priority) || isUnaccepted(filter))) continue;
    sums.set(filter.device, (sums.get(filter.device) ?? 0) + frames);
  }
  return sums;
}
