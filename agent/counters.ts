/** Counters of the map's entries, kept growing when a rule is replaced and begins at zero again. */
import type { ActualFilter } from "./actual";
import { tunnelsOf } from "./encapsulation/carriage";
import { filterPlace } from "./filter";
import { sendPlace } from "./link-rules";
import { lineDevice, portDevice } from "./names";
import { octetsBesideCount } from "./octets";
import { isUnaccepted } from "./port-profile";
import { PRIORITY } from "./priority";
import { probeCount } from "./probe-rules";
import type { DesiredState, Direction, EntryCounter, MapEntry, PortNumber, ReportRequest } from "./protocol";
import { inRule, outRule } from "./rules";
import { type Counts, type NamedPlaces, RunningCounts } from "./running-counts";
import { probedPorts } from "./wanted-probes";

/** What is counted for a desired state, and under which name. */
interface Watch {
  readonly desired: DesiredState;
  readonly named: readonly {
    readonly entry: MapEntry;
    readonly direction: Direction;
    readonly name: string;
    /** Octets that the kernel's count lacks, each frame. */
    readonly beside: number;
  }[];
  readonly places: NamedPlaces;
}

export class CounterLedger {
  private readonly counts = new RunningCounts();
  private watch: Watch | null = null;
  /** What came in at attachments, as it was last told. */
  private shown: ReadonlyMap<string, Pick<Counts, "frames" | "octets">> = new Map();
  private current: EntryCounter[] = [];

  /** Frames and octets on the wire of each desired entry, as of the last reading. */
  get counters(): readonly EntryCounter[] {
    return this.current;
  }

  /** Takes in a reading; entries that are desired no more are forgotten. */
  read(desired: DesiredState, filters: readonly ActualFilter[]): void {
    if (this.watch?.desired !== desired) this.watch = watchOf(desired);
    const { named, places } = this.watch;
    this.counts.read(places, filters);
    this.shown = new Map(named.map(({ entry, direction, name }) => [name, this.tenantsOwn(entry, direction, name)]));
    this.current = named.map(({ entry: { key }, direction, name, beside }) => {
      const { frames, octets } = this.shown.get(name) ?? { frames: 0, octets: 0 };
      return { key, direction, frames, bytes: octets + frames * beside };
    });
  }

  /** Without our probes, which come in by the same rule; it never falls, whichever of the two counts was read first. */
  private tenantsOwn(entry: MapEntry, direction: Direction, name: string): Pick<Counts, "frames" | "octets"> {
    const all = this.counts.of(name);
    if (direction === "out" || entry.kind !== "attachment") return all;
    const probes = this.counts.of(probesName(entry));
    const before = this.shown.get(name);
    return {
      frames: Math.max(before?.frames ?? 0, all.frames - probes.frames),
      octets: Math.max(before?.octets ?? 0, all.octets - probes.octets),
    };
  }

  /** Frames that were too large for the path that a pseudowire sends by. */
  tooLarge(port: PortNumber): number {
    const { met, frames } = this.counts.of(sendName(port));
    return Math.max(0, met - frames);
  }

  /** The rule at a place was made anew and counts from zero. */
  renewed(place: string): void {
    this.counts.renewed(place);
  }
}

function watchOf(desired: DesiredState): Watch {
  const { entries, ports } = desired;
  const named = entries.flatMap((entry) =>
    (["in", "out"] as const).map((direction) => {
      return { entry, direction, name: nameOf(entry, direction), beside: octetsBesideCount(entry, direction) };
    }),
  );
  const probed = probedPorts(desired);
  const probes = entries.filter((entry) => entry.kind === "attachment").filter(({ port }) => probed.has(port));
  const wires = ports.filter(({ kind }) => kind === "pseudowire").map(({ number }) => number);
  const places = new Map([
    ...named.map(({ entry, direction, name }) => [name, placeOf(entry, direction)] as const),
    ...probes.map((entry) => [probesName(entry), filterPlace(probeCount(entry))] as const),
    ...wires.map((port) => [sendName(port), sendPlace(port)] as const),
  ]);
  return { desired, named, places };
}

function nameOf(entry: MapEntry, direction: Direction): string {
  return `${direction} ${entry.kind} ${entry.key}`;
}

function placeOf(entry: MapEntry, direction: Direction): string {
  return filterPlace(direction === "in" ? inRule(entry) : outRule(entry));
}

const probesName = ({ key }: MapEntry): string => `probes ${key}`;
const sendName = (port: PortNumber): string => `sent by ${port}`;

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

/** Frames that rules of ours refused, by device; what an attachment's own chains drop is told beside it. */
function droppedFrames(filters: readonly ActualFilter[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { filter, ours, frames } of filters) {
    if (!ours || filter.chain !== undefined || !(REFUSING.has(filter.priority) || isUnaccepted(filter))) continue;
    sums.set(filter.device, (sums.get(filter.device) ?? 0) + frames);
  }
  return sums;
}
