/**
 * Signs of a mistake or an attack at a port, from what a switch's kernel counts and learns: a source that the attachment's
 * profile does not declare, more sources than it allows, and an address that moves between ports of its segment again and again.
 */
import type { LearnedAddress } from "./iproute-read";
import type { DesiredState, EntryHits, MapEntry, PortAlarm, PortNumber } from "./protocol";

/** An alarm is told for so long after its last sign, ms. */
const HELD_MS = 60_000;
/** So many moves within so long, ms, are no machine that was moved, and no cable that was pulled and put back. */
const MOVES = 3;
const MOVES_WITHIN_MS = 120_000;
/** Most alarms at once; the newest stay. */
const MOST_ALARMS = 100;
/** Most addresses whose moves are remembered; those seen longest ago are forgotten first. */
const MOST_WATCHED = 20_000;

type Attachment = Extract<MapEntry, { kind: "attachment" }>;
type Sign = Omit<PortAlarm, "count" | "since" | "last">;

interface Watched {
  readonly port: PortNumber;
  /** When it was found elsewhere than before, ms since 1970. */
  readonly moves: readonly number[];
}

export class PortAlarms {
  private held = new Map<string, PortAlarm>();
  /** Frames refused by the time of the last reading, by the entry's key. Those of before the first one may be long ago. */
  private refused = new Map<string, number>();
  private watched = new Map<string, Watched>();

  /** What is so now or was within the last minute. */
  get alarms(): readonly PortAlarm[] {
    return [...this.held.values()];
  }

  /** Takes in a reading. @param at ms since 1970 */
  read(desired: DesiredState, hits: readonly EntryHits[], at: number): void {
    const attachments = new Map(attachmentsOf(desired).map((entry) => [entry.key, entry]));
    const macs = hits.filter(({ what }) => what === "macs");
    for (const { key, dropped } of macs) {
      const entry = attachments.get(key);
      const grown = dropped - (this.refused.get(key) ?? dropped);
      if (entry !== undefined && grown > 0) this.raise(signOf(entry), grown, at);
    }
    this.refused = new Map(macs.map(({ key, dropped }) => [key, dropped]));
    this.forget(attachments, at);
  }

  /** Takes in what the bridges have learned, all of it. @param at ms since 1970 */
  readAddresses(desired: DesiredState, learned: readonly LearnedAddress[], at: number): void {
    const attachments = attachmentsOf(desired);
    for (const one of learned) {
      const name = `${one.segment} ${one.mac}`;
      const before = this.watched.get(name);
      const moved = before !== undefined && before.port !== one.port;
      const recent = (before?.moves ?? []).filter((when) => at - when <= MOVES_WITHIN_MS);
      const moves = moved ? [...recent, at] : recent;
      this.watched.delete(name);
      this.watched.set(name, { port: one.port, moves });
      if (!moved || moves.length < MOVES) continue;
      for (const sign of flapSigns(attachments, one, before.port)) this.raise(sign, 1, at, moves.length);
    }
    for (const name of this.watched.keys()) {
      if (this.watched.size <= MOST_WATCHED) return;
      this.watched.delete(name);
    }
  }

  /** @param first what the count begins with when the alarm is new */
  private raise(sign: Sign, more: number, at: number, first = more): void {
    const name = `${sign.kind} ${sign.key} ${sign.mac}`;
    const known = this.held.get(name);
    const count = known === undefined ? first : known.count + more;
    this.held.delete(name);
    this.held.set(name, { ...sign, count, since: known?.since ?? at, last: at });
  }

  private forget(attachments: ReadonlyMap<string, Attachment>, at: number): void {
    for (const [name, { key, last }] of this.held) {
      if (at - last > HELD_MS || !attachments.has(key) || this.held.size > MOST_ALARMS) this.held.delete(name);
    }
  }
}

function attachmentsOf({ entries }: DesiredState): Attachment[] {
  return entries.filter((entry) => entry.kind === "attachment");
}

/** The rule that refuses says how often, not whom. */
function signOf({ key, port, segment, profile }: Attachment): Sign {
  const kind = (profile?.macs ?? null) === null ? "too_many_addresses" : "undeclared_address";
  return { kind, key, port, segment, mac: null, other: null };
}

/** The kernel cannot tell whose address it is: each machine's port that it moves between is named. */
function flapSigns(
  attachments: readonly Attachment[],
  { segment, port, mac }: LearnedAddress,
  from: PortNumber,
): Sign[] {
  const ends = [
    [port, from],
    [from, port],
  ] as const;
  return ends.flatMap(([here, other]) =>
    attachments
      .filter((entry) => entry.segment === segment && entry.port === here)
      .map(({ key }): Sign => ({ kind: "moving_address", key, port: here, segment, mac, other })),
  );
}
