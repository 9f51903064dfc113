/** Counters of the map's entries, kept growing when a rule is replaced and begins at zero again. */
import type { ActualFilter } from "./actual";
import { copyPlace } from "./copy-rules";
import { tunnelsOf } from "./encapsulation/carriage";
import { type Filter, filterPlace } from "./filter";
import { sendPlace } from "./link-rules";
import { lineDevice, portDevice } from "./names";
import { octetsBesideCount } from "./octets";
import { isUnaccepted } from "./port-profile";
import { PRIORITY } from "./priority";
import { probeCount, probeCountOut } from "./probe-rules";
import {
  type DesiredState,
  type Direction,
  type EntryCounter,
  isInSegment,
  type MapEntry,
  type PortNumber,
  type ReportRequest,
} from "./protocol";
import { inRule, outRule } from "./rules";
import { type Counts, type NamedPlaces, RunningCounts } from "./running-counts";
import { placeOfSegment } from "./segment-place";
import { isAtMachine } from "./series";
import { trunkLimitPlace } from "./trunk-limit";
import { probedPorts } from "./wanted-probes";

/** One counter of the report, and what it is made of. */
interface Row {
  readonly entry: MapEntry;
  readonly direction: Direction;
  /** Octets that the kernel's count lacks, each frame. */
  readonly beside: number;
  readonly all: Counts;
  /** Our probes, which come in by the same rule; null where there are none. */
  readonly probes: Counts | null;
  /** As it was last told. */
  shown: EntryCounter;
}

export class CounterLedger {
  private readonly counts = new RunningCounts();
  private desired: DesiredState | null = null;
  private places: NamedPlaces = new Map();
  private limits: readonly SizeLimit[] = [];
  private filters: readonly ActualFilter[] | null = null;
  private rows: readonly Row[] = [];

  /** Frames and octets on the wire of each desired entry, as of the last reading. */
  get counters(): readonly EntryCounter[] {
    return this.rows.map(({ shown }) => shown);
  }

  /** Takes in a reading; entries that are desired no more are forgotten. */
  read(desired: DesiredState, filters: readonly ActualFilter[]): void {
    const isNew = desired !== this.desired;
    if (!isNew && filters === this.filters) return;
    this.filters = filters;
    if (isNew) {
      this.limits = sizeLimitsOf(desired);
      this.places = placesOf(desired, this.limits);
    }
    this.counts.read(this.places, filters);
    if (isNew) this.rows = this.rowsOf(desired);
    this.desired = desired;
    for (const row of this.rows) row.shown = shownBy(row);
  }

  private rowsOf({ entries }: DesiredState): Row[] {
    const known = new Map(this.rows.map((row) => [nameOf(row.entry, row.direction), row.shown]));
    return entries.flatMap((entry) =>
      directionsOf(entry).map((direction) => this.row(entry, direction, known.get(nameOf(entry, direction)))),
    );
  }

  private row(entry: MapEntry, direction: Direction, known: EntryCounter | undefined): Row {
    const name = probesName(entry, direction);
    const probes = this.places.has(name) ? this.counts.of(name) : null;
    const all = this.counts.of(nameOf(entry, direction));
    const shown = known ?? { key: entry.key, direction, frames: 0, bytes: 0 };
    return { entry, direction, beside: octetsBesideCount(entry, direction), all, probes, shown };
  }

  /** Frames that were too large for the path that a pseudowire sends by, or for a trunk's cable. */
  tooLarge(port: PortNumber): number {
    const own = this.limits.filter((limit) => limit.port === port).map(({ name }) => this.counts.of(name));
    return own.reduce((sum, { met, frames }) => sum + Math.max(0, met - frames), 0);
  }

  /** The rule at a place was made anew and counts from zero. */
  renewed(place: string): void {
    this.counts.renewed(place);
  }
}

/** Without our probes; it never falls, whichever of the two counts was read first. */
function shownBy({ all, probes, beside, shown }: Row): EntryCounter {
  const frames = Math.max(probes === null ? 0 : shown.frames, all.frames - (probes?.frames ?? 0));
  const octets = all.octets - (probes?.octets ?? 0);
  const bytes = Math.max(probes === null ? 0 : shown.bytes, octets + frames * beside);
  return frames === shown.frames && bytes === shown.bytes ? shown : { ...shown, frames, bytes };
}

/** A rule that drops what is too large, and counts it by what does not come through. */
interface SizeLimit {
  readonly port: PortNumber;
  readonly name: string;
  readonly place: string;
}

function sizeLimitsOf({ ports, entries }: DesiredState): SizeLimit[] {
  const bridgesOf = (port: PortNumber) =>
    new Set(
      entries.filter(isInSegment).flatMap((one) => (one.port === port ? [placeOfSegment(one.segment).bridge] : [])),
    );
  return ports.flatMap((port): SizeLimit[] => {
    const { kind, number } = port;
    if (kind === "pseudowire") return [{ port: number, name: `sent by ${number}`, place: sendPlace(number) }];
    if (kind !== "trunk" || port.mostOctets === undefined) return [];
    return [...bridgesOf(number)].map((bridge) => {
      return { port: number, name: `out by ${number} on ${bridge}`, place: trunkLimitPlace(number, bridge) };
    });
  });
}

function placesOf({ entries, ports, ...rest }: DesiredState, limits: readonly SizeLimit[]): NamedPlaces {
  const probed = probedPorts({ ports, ...rest });
  return new Map([
    ...entries.flatMap((entry) =>
      directionsOf(entry).map((direction) => [nameOf(entry, direction), placeOf(entry, direction)] as const),
    ),
    ...entries.flatMap((entry) => (probed.has(entry.port) ? probePlaces(entry) : [])),
    ...limits.map(({ name, place }) => [name, place] as const),
  ]);
}

function nameOf(entry: MapEntry, direction: Direction): string {
  return [direction, ...identityOf(entry)].join(" ");
}

/** Copies come in at a port and never go out there. */
function directionsOf({ kind }: MapEntry): readonly Direction[] {
  return kind === "copy" ? ["in"] : ["in", "out"];
}

function placeOf(entry: MapEntry, direction: Direction): string {
  if (entry.kind === "copy") return copyPlace(entry);
  return filterPlace(direction === "in" ? inRule(entry) : outRule(entry));
}

/** Where our probes are counted among the frames of an entry: they leave by it towards a switch in front alone. */
function probePlaces(entry: MapEntry): (readonly [string, string])[] {
  if (entry.kind === "trunk" || entry.kind === "copy") return [];
  const came = [probesName(entry, "in"), filterPlace(probeCount(entry))] as const;
  if (isAtMachine(entry)) return [came];
  return [came, [probesName(entry, "out"), filterPlace(probeCountOut(entry))]];
}

const probesName = (entry: MapEntry, direction: Direction): string =>
  ["probes", direction, ...identityOf(entry)].join(" ");

/** A place that goes to another pair counts anew, however soon that is. */
function identityOf(entry: MapEntry): (string | number)[] {
  const { kind, key, customerTag } = entry;
  return kind === "relay" ? [kind, key, customerTag] : [kind, key, entry.hostTag, customerTag];
}

/** Frames that met a refusal or the default drop on each port, or were too large; and those that came in from a link without a known tag 3. */
export function dropsOf(
  desired: DesiredState,
  filters: readonly ActualFilter[],
  tooLargeAt: (port: PortNumber) => number = () => 0,
): ReportRequest["drops"] {
  const dropped = droppedFrames(filters);
  const at = (devices: readonly string[]) => devices.reduce((sum, device) => sum + (dropped.get(device) ?? 0), 0);
  return [
    ...desired.ports.map(({ number }) => {
      const tooLarge = tooLargeAt(number);
      return { port: number, frames: at([portDevice(number)]) + tooLarge, tooLarge };
    }),
    ...desired.links.map((link) => ({
      port: link.number,
      frames: at([lineDevice(link.number), ...tunnelsOf(link).map(({ device }) => device)]),
      tooLarge: 0,
    })),
  ];
}

const REFUSING: ReadonlySet<number> = new Set([PRIORITY.refuseCustomer, PRIORITY.refuseService, PRIORITY.drop]);

/** A port's chains are its attachments', a link's are of the transits that begin there. */
function isOfAttachment({ chain, device }: Filter): boolean {
  return chain !== undefined && /^p-/.test(device);
}

/** Frames that rules of ours refused, by device; what an attachment's own chains drop is told beside it. */
function droppedFrames(filters: readonly ActualFilter[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { filter, ours, frames } of filters) {
    if (!ours || isOfAttachment(filter) || !(REFUSING.has(filter.priority) || isUnaccepted(filter))) continue;
    sums.set(filter.device, (sums.get(filter.device) ?? 0) + frames);
  }
  return sums;
}
