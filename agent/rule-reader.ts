/**
 * Reads the rules of a switch over and over: what they counted by the tally program, and what they do through tc, once
 * for each rule and again when its digest is another. Without the program all is read through tc each time.
 */
import type { ActualFilter } from "./actual";
import type { Executor } from "./executor";
import { filterPlace } from "./filter";
import { readIngress, readRules, readRulesAt } from "./iproute-read";
import { followTally, type KnownRule, parseTally, ruleIdentity, type TalliedRule } from "./rule-tally";

/** So many unknown rules at most are asked for one by one; for more, all rules of their devices are listed. */
const ASKED_MOST = 400;
/** A switch with a hundred thousand rules is told in less. */
const TALLY_MS = 30_000;

export interface RuleReading {
  readonly filters: readonly ActualFilter[];
  /** Devices whose ingress can hold rules. */
  readonly ingress: readonly string[];
}

interface HeldRule extends ActualFilter, KnownRule {}

export class RuleReader {
  /** Of the last tally, in its order. */
  private held: readonly HeldRule[] = [];
  private ingress: readonly string[] | null = null;

  /** @param program path of the tally program; null: there is none */
  constructor(
    private readonly executor: Executor,
    private readonly program: string | null,
  ) {}

  /**
   * Rules and counters on the ingress of the devices. What a rule does is the same object as long as it does not change,
   * and so is the list as long as nothing is counted.
   *
   * @param isWhole whether to look for devices that can hold rules too
   * @throws ReadError when a device is gone
   */
  async read(devices: readonly string[], isWhole: boolean): Promise<RuleReading> {
    if (!(await this.hold(devices))) return this.byListing(devices);
    if (isWhole || this.ingress === null) this.ingress = await readIngress(this.executor);
    return { filters: this.held, ingress: this.ingress };
  }

  private async byListing(devices: readonly string[]): Promise<RuleReading> {
    const [filters, ingress] = await Promise.all([readRules(this.executor, devices), readIngress(this.executor)]);
    return { filters, ingress };
  }

  /** Reads by the tally; false where only a listing can tell. */
  private async hold(devices: readonly string[]): Promise<boolean> {
    const text = await this.tally(devices);
    if (text === null) return false;
    const followed = followTally(text, this.held, (rule, counts) => ({ ...rule, ...counts }));
    if (followed !== null) this.held = followed;
    return followed !== null || this.learn(devices, parseTally(text));
  }

  private async tally(devices: readonly string[]): Promise<string | null> {
    if (this.program === null || devices.length === 0) return null;
    const { status, stdout } = await this.executor.run([this.program, ...devices], { timeoutMs: TALLY_MS });
    return status === 0 ? stdout : null;
  }

  /** Other rules are there than before: those that are not known are asked for. */
  private async learn(devices: readonly string[], tally: readonly TalliedRule[]): Promise<boolean> {
    const known = new Map<string, Pick<HeldRule, "identity" | "filter" | "ours">>(
      this.held.map((rule) => [rule.identity, rule]),
    );
    const strange = tally.filter(({ identity }) => !known.has(identity));
    for (const rule of await this.ask(strange)) known.set(rule.identity, rule);
    // Only what is still the same rule after it was asked for is known by what was told of it.
    const text = strange.length === 0 ? null : await this.tally(devices);
    const held = heldBy(text === null ? tally : parseTally(text), known);
    if (held !== null) this.held = held;
    return held !== null;
  }

  private async ask(strange: readonly TalliedRule[]): Promise<Pick<HeldRule, "identity" | "filter" | "ours">[]> {
    if (strange.length === 0) return [];
    const wanted = strange.map(({ identity }) => ({ identity, ...ruleIdentity(identity) }));
    const devices = [...new Set(wanted.map(({ device }) => device))];
    const asked = wanted.length <= ASKED_MOST ? await readRulesAt(this.executor, wanted) : null;
    const byPlace = onlyOnes(asked ?? (await readRules(this.executor, devices)));
    return wanted.flatMap(({ identity, ...place }) => {
      const rule = byPlace.get(filterPlace(place));
      return rule == null ? [] : [{ identity: copied(identity), filter: rule.filter, ours: rule.ours }];
    });
  }
}

/** Null when one of them is not known. */
function heldBy(
  tally: readonly TalliedRule[],
  known: ReadonlyMap<string, Pick<HeldRule, "identity" | "filter" | "ours">>,
): HeldRule[] | null {
  const held: HeldRule[] = [];
  for (const { identity, met, frames, octets } of tally) {
    const rule = known.get(identity);
    if (rule === undefined) return null;
    held.push({ identity: rule.identity, filter: rule.filter, ours: rule.ours, met, frames, octets });
  }
  return held;
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
