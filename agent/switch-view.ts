/** What is known of the switch now: the last reading and what it says of the desired state. */
import { type Actual, isSameButCounts } from "./actual";
import { AddressQuota } from "./address-quota";
import type { Outcome } from "./apply";
import { type Comparison, compare } from "./compare";
import { CounterLedger, dropsOf } from "./counters";
import { filterPlace } from "./filter";
import { HitLedger } from "./hits";
import { judgeEntries } from "./judge";
import type { WholeReading } from "./kernel-reader";
import { knownDestinations } from "./known-destinations";
import { wantedOn } from "./plan";
import { PortAlarms } from "./port-alarms";
import { isProbeAddress } from "./probe-rules";
import { NO_REFUSALS, problemsOf, type Refusals, refusalsAfter } from "./problems";
import type { DesiredState, EntryState, ReportRequest } from "./protocol";
import { isKnownRule } from "./served-rules";
import { BEST_PATHS, type ChosenPaths } from "./wanted";

/** The part of a report that is read from the kernel. */
export type SwitchFigures = Pick<
  ReportRequest,
  | "number"
  | "hash"
  | "readBackAgeMs"
  | "entries"
  | "strays"
  | "counters"
  | "drops"
  | "hits"
  | "alarms"
  | "macs"
  | "problems"
>;

/** The part of a reading that follows from learned addresses. */
export type FromLearned = Pick<Actual, "fullQuotas" | "known" | "overfull">;

/** A comparison, and what it says of the entries once somebody asks. */
interface Compared {
  readonly desired: DesiredState;
  readonly actual: Actual;
  readonly comparison: Comparison;
  entries?: EntryState[];
}

export class SwitchView {
  private readonly ledger = new CounterLedger();
  private readonly hits = new HitLedger();
  private readonly quota = new AddressQuota();
  private readonly alarms = new PortAlarms();
  private reading: WholeReading | null = null;
  private wholeAt = 0;
  private paths: ChosenPaths = BEST_PATHS;
  private refusals: Refusals = NO_REFUSALS;
  private compared: Compared | null = null;

  /** The last reading; null before the first. */
  get actual(): Actual | null {
    return this.reading?.actual ?? null;
  }

  /** When the kernel was last read whole, ms since 1970; 0 before the first time. */
  get readAt(): number {
    return this.wholeAt;
  }

  readWhole(desired: DesiredState, reading: WholeReading, at: number): void {
    this.take({ ...reading, actual: { ...reading.actual, ...this.follow(desired, reading.learned, at) } });
    this.wholeAt = at;
    this.count(desired, at);
  }

  /**
   * What follows for the rules from addresses that are newer than the last reading, which itself stays as it is: a rule
   * that nobody has made yet is no fault. `readLearned` takes them in.
   */
  follow(desired: DesiredState, learned: WholeReading["learned"], at: number): FromLearned {
    this.quota.read(desired, learned, at);
    this.alarms.readAddresses(desired, learned, at);
    const { full: fullQuotas, overfull } = this.quota;
    return { fullQuotas, known: knownDestinations(desired, learned, fullQuotas), overfull };
  }

  /** Learned addresses are newer than the rest; nothing before the first whole reading. */
  readLearned(learned: WholeReading["learned"], follows: FromLearned): void {
    if (this.reading !== null) this.take({ learned, actual: { ...this.reading.actual, ...follows } });
  }

  /** Rules and counters are newer than the rest; nothing before the first whole reading. */
  readRules(desired: DesiredState, rules: Pick<Actual, "filters" | "ingress">, at: number): void {
    if (this.reading === null) return;
    this.take({ ...this.reading, actual: { ...this.reading.actual, ...rules } });
    this.count(desired, at);
  }

  /** What was found in a reading is true of one that differs in counts alone. */
  private take(reading: WholeReading): void {
    const { compared } = this;
    const isSame = compared !== null && isSameButCounts(compared.actual, reading.actual);
    this.compared = isSame ? { ...compared, actual: reading.actual } : null;
    this.reading = reading;
  }

  private count(desired: DesiredState, at: number): void {
    if (this.reading === null) return;
    const { actual } = this.reading;
    this.ledger.read(desired, actual.filters);
    this.hits.read(desired, actual);
    this.alarms.read(desired, this.hits.hits, at);
  }

  /** What was done: rules that were made anew count from zero, and what they counted before is kept. */
  did(outcome: Outcome): void {
    for (const operation of outcome.applied) {
      if (operation.kind === "add-filter" || operation.kind === "replace-filter") {
        this.ledger.renewed(filterPlace(operation.filter));
        this.hits.renewed(filterPlace(operation.filter));
      }
    }
    this.refusals = refusalsAfter(this.refusals, outcome);
  }

  /** The paths that pseudowires are to send by. */
  get chosen(): ChosenPaths {
    return this.paths;
  }

  choose(chosen: ChosenPaths): void {
    this.paths = chosen;
    this.compared = null;
  }

  /** The last reading compared with a desired state; null before the first reading. */
  compare(desired: DesiredState): Comparison | null {
    const actual = this.actual;
    if (actual === null) return null;
    if (this.compared?.desired !== desired || this.compared.actual !== actual) {
      this.compared = { desired, actual, comparison: compare(wantedOn(desired, actual, this.paths), actual) };
    }
    return this.compared.comparison;
  }

  private entries(desired: DesiredState, comparison: Comparison): EntryState[] {
    if (this.compared?.comparison !== comparison) return judgeEntries(desired, comparison);
    this.compared.entries ??= judgeEntries(desired, comparison);
    return this.compared.entries;
  }

  /** Everything that a report says of the kernel; null before the first reading. */
  figures(desired: DesiredState, now: number): SwitchFigures | null {
    const comparison = this.compare(desired);
    if (comparison === null || this.reading === null) return null;
    return {
      number: desired.number,
      hash: desired.hash,
      readBackAgeMs: Math.max(0, Math.round(now - this.wholeAt)),
      entries: this.entries(desired, comparison),
      problems: problemsOf(comparison, this.refusals),
      strays: comparison.strays.filter(isMeddling).map(({ what }) => ({ what })),
      counters: [...this.ledger.counters],
      drops: dropsOf(desired, this.reading.actual.filters, (port) => this.ledger.tooLarge(port)),
      hits: [...this.hits.hits],
      alarms: [...this.alarms.alarms],
      macs: this.reading.learned
        .filter(({ mac }) => !isProbeAddress(mac))
        .map(({ port, segment, mac }) => ({ port, segment, mac })),
    };
  }
}

/** Rules for destinations that the bridge has just forgotten are no work of a hand. */
function isMeddling({ removal }: Comparison["strays"][number]): boolean {
  return !removal.every((one) => one.kind === "delete-filter" && isKnownRule(one.filter));
}
