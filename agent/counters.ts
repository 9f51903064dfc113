/** Counters of the map's entries, kept growing when a rule is replaced and begins at zero again. */
import type { ActualFilter } from "./actual";
import { tunnelsOf } from "./encapsulation/carriage";
import { filterPlace } from "./filter";
import { lineDevice, portDevice } from "./names";
import { octetsBesideCount } from "./octets";
import { PRIORITY } from "./priority";
import type { DesiredState, Direction, EntryCounter, MapEntry, ReportRequest } from "./protocol";
import { inRule, outRule } from "./rules";

interface Account {
  /** Where the rule stands. */
  readonly place: string;
  /** What earlier rules of this place counted. */
  readonly beforeFrames: number;
  readonly beforeOctets: number;
  /** What the rule of now counted when it was last read. */
  readonly frames: number;
  readonly octets: number;
}

const NOTHING_YET = { beforeFrames: 0, beforeOctets: 0, frames: 0, octets: 0 };

export class CounterLedger {
  private accounts = new Map<string, Account>();
  private current: EntryCounter[] = [];

  /** Frames and octets on the wire of each desired entry, as of the last reading. */
  get counters(): readonly EntryCounter[] {
    return this.current;
  }

  /** Takes in a reading; entries that are desired no more are forgotten. */
  read(desired: DesiredState, filters: readonly ActualFilter[]): void {
    const held = new Map(filters.filter((item) => item.ours).map((item) => [filterPlace(item.filter), item]));
    const accounts = new Map<string, Account>();
    this.current = desired.entries.flatMap((entry) =>
      (["in", "out"] as const).map((direction) => {
        const name = `${direction} ${entry.kind} ${entry.key}`;
        const place = placeOf(entry, direction);
        const account = advanced({ ...(this.accounts.get(name) ?? NOTHING_YET), place }, held.get(place));
        accounts.set(name, account);
        const beside = octetsBesideCount(entry, direction);
        return counterOf(entry, direction, account, beside);
      }),
    );
    this.accounts = accounts;
  }

  /** The rule at a place was made anew and counts from zero. */
  renewed(place: string): void {
    for (const [name, account] of this.accounts) {
      if (account.place === place) this.accounts.set(name, closed(account));
    }
  }
}

function placeOf(entry: MapEntry, direction: Direction): string {
  return filterPlace(direction === "in" ? inRule(entry) : outRule(entry));
}

/** A count that fell belongs to a new rule; a rule that is away keeps what it had. */
function advanced(account: Account, rule: ActualFilter | undefined): Account {
  if (rule === undefined) return account;
  const { frames, octets } = rule;
  if (frames >= account.frames && octets >= account.octets) return { ...account, frames, octets };
  return { ...closed(account), frames, octets };
}

function closed(account: Account): Account {
  const beforeFrames = account.beforeFrames + account.frames;
  const beforeOctets = account.beforeOctets + account.octets;
  return { ...account, beforeFrames, beforeOctets, frames: 0, octets: 0 };
}

function counterOf(entry: MapEntry, direction: Direction, account: Account, beside: number): EntryCounter {
  const frames = account.beforeFrames + account.frames;
  return { key: entry.key, direction, frames, bytes: account.beforeOctets + account.octets + frames * beside };
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

/** Frames that rules of ours refused, by device. */
function droppedFrames(filters: readonly ActualFilter[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { filter, ours, frames } of filters) {
    if (!ours || !REFUSING.has(filter.priority)) continue;
    sums.set(filter.device, (sums.get(filter.device) ?? 0) + frames);
  }
  return sums;
}
