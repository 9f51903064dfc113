/** Counts of rules that go on growing when a rule is made anew and begins at zero. */
import { type ActualFilter, hasSameRules } from "./actual";
import { filterPlace } from "./filter";

/** What a rule counted: frames that met it, and those that came through its actions with their octets. */
export type Counts = Pick<ActualFilter, "met" | "frames" | "octets">;

interface Account {
  /** Where the rule stands. */
  readonly place: string;
  /** What earlier rules counted. */
  readonly before: Counts;
  /** What the rule of now counted when it was last read. */
  readonly now: Counts;
}

const NONE: Counts = { met: 0, frames: 0, octets: 0 };

/** The sum of two counts. */
function added(a: Counts, b: Counts): Counts {
  return { met: a.met + b.met, frames: a.frames + b.frames, octets: a.octets + b.octets };
}

/** Names, and where the rule of each stands. */
export type NamedPlaces = ReadonlyMap<string, string>;

export class RunningCounts {
  private readonly held = new HeldCounts();
  private places: NamedPlaces = new Map();
  private accounts = new Map<string, Account>();
  /** Names by the places of their rules; made when first asked for. */
  private names: Map<string, string[]> | null = null;

  /** Takes in a reading of the named rules; whatever is not named any more is forgotten. The same map is read fastest. */
  read(places: NamedPlaces, filters: readonly ActualFilter[]): void {
    this.held.read(filters);
    if (places === this.places) this.goOn();
    else this.begin(places);
  }

  private begin(places: NamedPlaces): void {
    this.names = null;
    this.places = places;
    this.accounts = new Map(
      [...places].map(([name, place]) => [name, advanced(this.accountAt(name, place), this.held.at(place))]),
    );
  }

  private goOn(): void {
    for (const [name, account] of this.accounts) {
      const next = advanced(account, this.held.at(account.place));
      if (next !== account) this.accounts.set(name, next);
    }
  }

  /** What was counted under a name in all. */
  of(name: string): Counts {
    const account = this.accounts.get(name);
    return account === undefined ? NONE : added(account.before, account.now);
  }

  /** The rule at a place was made anew and counts from zero. */
  renewed(place: string): void {
    this.names ??= namesByPlace(this.accounts);
    for (const name of this.names.get(place) ?? []) {
      const account = this.accounts.get(name);
      if (account !== undefined) this.accounts.set(name, closed(account));
    }
  }

  /** A name whose rule stands elsewhere now has another rule; the old one may still be there with its last counts. */
  private accountAt(name: string, place: string): Account {
    const known = this.accounts.get(name);
    if (known === undefined) return { place, before: NONE, now: NONE };
    return known.place === place ? known : { ...closed(advanced(known, this.held.at(known.place))), place };
  }
}

/** What rules of ours counted, by their places. */
class HeldCounts {
  private filters: readonly ActualFilter[] = [];
  private indexes: ReadonlyMap<string, number> = new Map();

  read(filters: readonly ActualFilter[]): void {
    if (!hasSameRules(this.filters, filters)) {
      const ours = filters.flatMap(({ filter, ours }, index) => (ours ? [[filterPlace(filter), index] as const] : []));
      this.indexes = new Map(ours);
    }
    this.filters = filters;
  }

  at(place: string): Counts | undefined {
    const index = this.indexes.get(place);
    return index === undefined ? undefined : this.filters[index];
  }
}

/** A count that fell belongs to a new rule; a rule that is away keeps what it had. */
function advanced(account: Account, rule: Counts | undefined): Account {
  if (rule === undefined) return account;
  const { met, frames, octets } = rule;
  if (met === account.now.met && frames === account.now.frames && octets === account.now.octets) return account;
  const hasFallen = met < account.now.met || frames < account.now.frames || octets < account.now.octets;
  return { ...(hasFallen ? closed(account) : account), now: { met, frames, octets } };
}

function closed(account: Account): Account {
  return { ...account, before: added(account.before, account.now), now: NONE };
}

function namesByPlace(accounts: ReadonlyMap<string, Account>): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [name, { place }] of accounts) {
    const there = names.get(place);
    if (there === undefined) names.set(place, [name]);
    else there.push(name);
  }
  return names;
}
