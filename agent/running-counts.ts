/** Counts of rules that go on growing when a rule is made anew and begins at zero. */
import { type ActualFilter, hasSameRules } from "./actual";
import { filterPlace } from "./filter";

/** What a rule counted: frames that met it, and those that came through its actions with their octets. */
export type Counts = Pick<ActualFilter, "met" | "frames" | "octets">;

/** Names, and where the rule of each stands. */
export type NamedPlaces = ReadonlyMap<string, string>;

const NONE: Counts = { met: 0, frames: 0, octets: 0 };

/** What was counted under one name in all. */
class RunningCount implements Counts {
  /** Where its rule stands among those that were read; -1 while it is away. */
  index = -1;
  /** What the rule of now counted when it was last read. */
  private now = NONE;

  /** @param before what earlier rules counted */
  constructor(
    readonly place: string,
    private before = NONE,
  ) {}

  get met(): number {
    return this.before.met + this.now.met;
  }

  get frames(): number {
    return this.before.frames + this.now.frames;
  }

  get octets(): number {
    return this.before.octets + this.now.octets;
  }

  /** A count that fell belongs to a new rule; a rule that is away keeps what it had. */
  read(rule: Counts | undefined): void {
    if (rule === undefined || rule === this.now) return;
    const { met, frames, octets } = this.now;
    if (rule.met < met || rule.frames < frames || rule.octets < octets) this.close();
    this.now = rule;
  }

  /** The rule was made anew. */
  close(): void {
    this.before = totalOf(this);
    this.now = NONE;
  }
}

export class RunningCounts {
  private filters: readonly ActualFilter[] = [];
  private places: NamedPlaces = new Map();
  private counts: ReadonlyMap<string, RunningCount> = new Map();
  /** Counts by the places of their rules; made when first asked for. */
  private byPlace: ReadonlyMap<string, readonly RunningCount[]> | null = null;

  /** Takes in a reading of the named rules; whatever is not named any more is forgotten. The same map is read fastest. */
  read(places: NamedPlaces, filters: readonly ActualFilter[]): void {
    if (places !== this.places || !hasSameRules(this.filters, filters)) this.settle(places, filters);
    this.filters = filters;
    for (const count of this.counts.values()) count.read(filters[count.index]);
  }

  /** What was counted under a name in all; while the same names are read it is one object, which grows. */
  of(name: string): Counts {
    return this.counts.get(name) ?? NONE;
  }

  /** The rule at a place was made anew and counts from zero. */
  renewed(place: string): void {
    this.byPlace ??= groupedByPlace(this.counts.values());
    for (const count of this.byPlace.get(place) ?? []) count.close();
  }

  /** Finds the rules of the names. */
  private settle(places: NamedPlaces, filters: readonly ActualFilter[]): void {
    const ours = filters.flatMap(({ filter, ours }, index) => (ours ? [[filterPlace(filter), index] as const] : []));
    const indexes: ReadonlyMap<string, number> = new Map(ours);
    const at = (place: string) => indexes.get(place) ?? -1;
    if (places !== this.places) {
      const ruleAt = (place: string) => filters[at(place)];
      this.counts = new Map([...places].map(([name, place]) => [name, this.countAt(name, place, ruleAt)]));
      this.places = places;
      this.byPlace = null;
    }
    for (const count of this.counts.values()) count.index = at(count.place);
  }

  /** A name whose rule stands elsewhere now has another rule; the old one may still be there with its last counts. */
  private countAt(name: string, place: string, ruleAt: (place: string) => Counts | undefined): RunningCount {
    const known = this.counts.get(name);
    if (known?.place === place) return known;
    known?.read(ruleAt(known.place));
    return new RunningCount(place, known === undefined ? NONE : totalOf(known));
  }
}

function totalOf({ met, frames, octets }: Counts): Counts {
  return { met, frames, octets };
}

function groupedByPlace(counts: Iterable<RunningCount>): Map<string, RunningCount[]> {
  const groups = new Map<string, RunningCount[]>();
  for (const count of counts) {
    const there = groups.get(count.place);
    if (there === undefined) groups.set(count.place, [count]);
    else there.push(count);
  }
  return groups;
}
