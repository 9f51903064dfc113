/** What the limits of profiles and the tenants' rules met and dropped, by the statistics of the very rules that do it. */
import type { Actual } from "./actual";
import { type Attachment, hasChains } from "./chains";
import { type Filter, filterPlace } from "./filter";
import type { DesiredState, EntryHits } from "./protocol";
import { inRule, outRule } from "./rules";
import { type Counts, RunningCounts } from "./running-counts";
import { clientRuleAt, controlRules, floodRule, refuseSources } from "./served-rules";
import { type Serving, servingOf } from "./serving";

/** One line of the report, and the rules that it adds up; none where no frame can ever meet it. */
interface Watched {
  readonly key: string;
  /** Whose it is: a place that goes to another pair counts anew. */
  readonly pair: string;
  readonly what: string;
  readonly rules: readonly Filter[];
}

export class HitLedger {
  private readonly counts = new RunningCounts();
  private current: EntryHits[] = [];

  /** Hits of all attachments that have a profile or rules, as of the last reading. */
  get hits(): readonly EntryHits[] {
    return this.current;
  }

  /** Takes in a reading; what is desired no more is forgotten. */
  read(desired: DesiredState, { filters, fullQuotas }: Pick<Actual, "filters" | "fullQuotas">): void {
    const serving = servingOf(desired, fullQuotas);
    const watched = desired.entries.flatMap((entry) =>
      entry.kind === "attachment" && hasChains(entry) ? watchedOf(entry, serving) : [],
    );
    const places = watched.flatMap((one) => one.rules.map((rule, index) => [nameOf(one, index), rule] as const));
    this.counts.read(
      new Map(places.map(([name, rule]) => [name, filterPlace(rule)])),
      watched.length === 0 ? [] : filters,
    );
    this.current = watched.map((one) => this.hitsOf(one));
  }

  /** The rule at a place was made anew and counts from zero. */
  renewed(place: string): void {
    this.counts.renewed(place);
  }

  private hitsOf(watched: Watched): EntryHits {
    const { key, what, rules } = watched;
    const sums = { frames: 0, dropped: 0 };
    for (const [index, rule] of rules.entries()) {
      const counts = this.counts.of(nameOf(watched, index));
      sums.frames += counts.met;
      sums.dropped += droppedBy(rule, counts);
    }
    return { key, what, ...sums };
  }
}

function nameOf({ key, pair, what }: Watched, index: number): string {
  return `${key} ${pair} ${what} ${index}`;
}

/** A rule that ends in a drop drops all; what a limit drops does not come through to the action after it. One that copies drops nothing. */
function droppedBy({ actions }: Filter, { met, frames }: Counts): number {
  if (actions.at(-1)?.kind === "continue") return 0;
  return actions.at(-1)?.kind === "drop" ? met : Math.max(0, met - frames);
}

function watchedOf(entry: Attachment, { sources, targets }: Serving): Watched[] {
  const { key, hostTag, customerTag, profile, rules = [] } = entry;
  const pair = `${hostTag}.${customerTag}`;
  const line = (what: string, ...those: (Filter | null)[]) => {
    return { key, pair, what, rules: those.filter((it) => it !== null) };
  };
  const from = sources(entry);
  const hasBandwidth = (profile?.bandwidth ?? null) !== null;
  const limitsSources = profile !== undefined && (profile.macs !== null || profile.macQuota !== null);
  return [
    ...(hasBandwidth ? [line("bandwidth in", inRule(entry)), line("bandwidth out", outRule(entry))] : []),
    ...((profile?.flood ?? null) === null ? [] : [line("flood", floodRule(entry))]),
    ...(limitsSources ? [line("macs", from === null ? null : refuseSources(entry, from, targets))] : []),
    ...(profile === undefined ? [] : [line("control", ...controlRules(entry))]),
    ...rules.map(({ id }, index) => line(id, clientRuleAt(entry, index, targets))),
  ];
}
