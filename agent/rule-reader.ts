/**
 * Reads the rules of a switch over and over: what they counted by the tally program, and what they do through tc, once
 * for each rule and again when its digest is another. Without the program all is read through tc each time.
 */
import type { ActualFilter } from "./actual";
import type { Executor } from "./executor";
import { filterPlace } from "./filter";
import { readIngress, readRules, readRulesAt } from "./iproute-read";
import { parseTally, ruleIdentity, type TalliedRule } from "./rule-tally";

/** So many unknown rules at most are asked for one by one; for more, all rules of their devices are listed. */
const ASKED_MOST = 400;
/** A switch with a hundred thousand rules is told in less. */
const TALLY_MS = 30_000;

export interface RuleReading {
  readonly filters: readonly ActualFilter[];
  /** Devices whose ingress can hold rules. */
  readonly ingress: readonly string[];
}

type KnownRule = Pick<ActualFilter, "filter" | "ours">;

export class RuleReader {
  private known: ReadonlyMap<string, KnownRule> = new Map();
  private ingress: readonly string[] | null = null;

  /** @param program path of the tally program; null: there is none */
  constructor(
    private readonly executor: Executor,
    private readonly program: string | null,
  ) {}

  /**
   * Rules and counters on the ingress of the devices. A rule that has not changed is the same object each time.
   *
   * @param isWhole whether to look for devices that can hold rules too
   * @throws ReadError when a device is gone
   */
  async read(devices: readonly string[], isWhole: boolean): Promise<RuleReading> {
    const rules = await this.byTally(devices);
    if (rules === null) return this.byListing(devices);
    if (isWhole || this.ingress === null) this.ingress = await readIngress(this.executor);
    return { filters: rules, ingress: this.ingress };
  }

  private async byListing(devices: readonly string[]): Promise<RuleReading> {
    const [filters, ingress] = await Promise.all([readRules(this.executor, devices), readIngress(this.executor)]);
    return { filters, ingress };
  }

  /** Null where only a listing can tell. */
  private async byTally(devices: readonly string[]): Promise<ActualFilter[] | null> {
    const tally = await this.tally(devices);
    if (tally === null) return null;
    const strange = tally.filter(({ identity }) => !this.known.has(identity));
    if (strange.length === 0) return this.told(tally);
    const learned = await this.learn(strange);
    // Only what is still the same rule after it was asked for is known by what was told of it.
    const again = await this.tally(devices);
    if (again === null) return null;
    this.keep(again, learned);
    return this.told(again);
  }

  private async tally(devices: readonly string[]): Promise<TalliedRule[] | null> {
    if (this.program === null || devices.length === 0) return null;
    const { status, stdout } = await this.executor.run([this.program, ...devices], { timeoutMs: TALLY_MS });
    return status === 0 ? parseTally(stdout) : null;
  }

  private told(tally: readonly TalliedRule[]): ActualFilter[] | null {
    const rules: ActualFilter[] = [];
    for (const { identity, met, frames, octets } of tally) {
      const known = this.known.get(identity);
      if (known === undefined) return null;
      rules.push({ filter: known.filter, ours: known.ours, met, frames, octets });
    }
    return rules;
  }

  private async learn(strange: readonly TalliedRule[]): Promise<Map<string, KnownRule>> {
    const wanted = strange.map(({ identity }) => ({ identity, ...ruleIdentity(identity) }));
    const devices = [...new Set(wanted.map(({ device }) => device))];
    const asked = wanted.length <= ASKED_MOST ? await readRulesAt(this.executor, wanted) : null;
    const byPlace = onlyOnes(asked ?? (await readRules(this.executor, devices)));
    return new Map(
      wanted.flatMap(({ identity, ...place }) => {
        const rule = byPlace.get(filterPlace(place));
        return rule == null ? [] : [[copied(identity), { filter: rule.filter, ours: rule.ours }] as const];
      }),
    );
  }

  /** What is there no more is forgotten. */
  private keep(tally: readonly TalliedRule[], learned: ReadonlyMap<string, KnownRule>): void {
    const there = new Set(tally.map(({ identity }) => identity));
    this.known = new Map([...this.known, ...learned].filter(([identity]) => there.has(identity)));
  }
}

/** Rules of others can share a place: then none of them is known by it. */
function onlyOnes(rules: readonly ActualFilter[]): Map<string, ActualFilter | null> {
  const byPlace = new Map<string, ActualFilter | null>();
  for (const rule of rules) {
    const place = filterPlace(rule.filter);
    byPlace.set(place, byPlace.has(place) ? null : rule);
  }
  return byPlace;
}

/** Part of a long text that is kept would keep the whole text. */
function copied(part: string): string {
  return Buffer.from(part, "latin1").toString("latin1");
}
