/**
 * The loop that makes the kernel what is desired and keeps it so: look, compare, act, look again. Between two looks it
 * glances at what bridges have learned, whenever they learned something.
 */
import type { Actual } from "./actual";
import { applyOperations, type Outcome } from "./apply";
import type { Clock } from "./clock";
import type { Executor } from "./executor";
import type { KernelReader } from "./kernel-reader";
import type { Operation } from "./operation";
import { PacedBell } from "./paced-bell";
import { operationsOf, plan } from "./plan";
import { planChange } from "./plan-change";
import { planLearned, restsOnLearned } from "./plan-learned";
import { operationText } from "./plan-text";
import type { DesiredState } from "./protocol";
import { isKnownRule } from "./served-rules";
import { openedLinks, withoutPastLoops } from "./shut-links";
import { simulate } from "./simulate";
import { switchOver } from "./switch-over";
import type { SwitchView } from "./switch-view";
import { Wakeup } from "./wakeup";
import type { ChosenPaths } from "./wanted";

/** Rules and counters are read so often, ms. */
const LOOK_MS = 1_000;
/** Everything is read so often, ms, or as long after the last time as keeps reading to a quarter of all time. */
const WHOLE_MS = 3_000;
const WHOLE_TIMES = 4;
/** What bridges learned is glanced at so often at most, ms, and for a quarter of all time at most. */
const GLANCE_MS = 250;
const GLANCE_TIMES = 4;
/** So many acts in a row may fail to settle the switch; further ones wait for the next whole reading. */
const ROUNDS = 3;

export interface ReconcileEvents {
  /** The view holds a new reading, or the desired state is another. */
  looked(): void;
  /** A sentence for the operator. */
  note(sentence: string): void;
  applied(outcome: Outcome): void;
}

interface Reading {
  readonly isWhole: boolean;
  /** Lets the view take the reading in. */
  take(): void;
}

export class Reconciler {
  private desired: DesiredState | null = null;
  private readonly news = new Wakeup();
  private readonly learned: PacedBell;
  /** What the kernel should hold after what was done since the last reading; null when only a reading can tell. */
  private model: Actual | null = null;
  /** The desired state that the model holds whole; null when nobody knows. */
  private modelled: DesiredState | null = null;
  /** Set after an act and after a failure: the next reading is a whole one. */
  private wholeNext = true;
  /** How long a plan may rest on a whole reading, ms: a switch with very many rules takes seconds to read. */
  private wholeMs = WHOLE_MS;
  /** Acts since the switch was last as desired. */
  private rounds = 0;
  private settledHash: string | null = null;
  private refusals: ReadonlySet<string> = new Set();
  /** A reading that was overtaken by news; two never run at a time. */
  private pending: Promise<unknown> = Promise.resolve();
  /** Switch-overs, one after the other; `choices` counts them, so that a reading begun before the last one is known. */
  private switching: Promise<void> = Promise.resolve();
  private choices = 0;
  /** What others do to cables, each when nothing is read or written. */
  private asides: (() => Promise<void>)[] = [];
  private isOver = false;

  constructor(
    private readonly executor: Executor,
    private readonly reader: Pick<KernelReader, "whole" | "rules" | "learned">,
    private readonly clock: Clock,
    private readonly view: SwitchView,
    private readonly events: ReconcileEvents,
  ) {
    this.learned = new PacedBell(clock, GLANCE_MS, GLANCE_TIMES);
  }

  /** The desired state that is being followed; null before the first. */
  get following(): DesiredState | null {
    return this.desired;
  }

  /** A new desired state: acted on at once. */
  desire(state: DesiredState): void {
    this.desired = state;
    this.rounds = 0;
    this.news.ring();
  }

  /** A bridge has learned an address, or very many: what follows from that is done at once, as far as there is time. */
  addressLearned(): void {
    this.learned.ring();
  }

  /**
   * Indexes of the paths that pseudowires send by from now on: the rules that change are replaced at once, in one batch
   * and without a look at the kernel; reading and comparing follow. Resolves when the batch is through.
   */
  choose(chosen: ChosenPaths): Promise<void> {
    const before = this.view.chosen;
    this.view.choose(chosen);
    this.choices += 1;
    this.switching = this.switching.then(() => this.switchPaths(before)).catch((error: unknown) => this.failed(error));
    return this.switching;
  }

  /**
   * Runs an action while the switch is neither read nor written, and looks at the whole after it: for cables that come
   * and go.
   */
  aside(action: () => Promise<void>): Promise<void> {
    const done = () => action().catch((error: unknown) => this.failed(error));
    if (this.isOver) return done();
    return new Promise((resolve) => {
      this.asides.push(() => done().then(resolve));
      this.news.ring();
    });
  }

  /** Runs until the signal; leaves the switch as it is then. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.stepAside();
      if (this.desired === null) await this.news.heard(signal);
      else await this.turn(inForce(this.desired, this.clock.now()), signal);
    }
    await Promise.all([this.pending, this.switching]);
    this.isOver = true;
    await this.stepAside();
  }

  private async stepAside(): Promise<void> {
    if (this.asides.length === 0) return;
    this.news.clear();
    await Promise.all([this.pending, this.switching]);
    for (const act of this.asides.splice(0)) await act();
    this.model = null;
    this.wholeNext = true;
    this.rounds = 0;
    this.settledHash = null;
  }

  /** Replaces the sending rules of those pseudowires whose path is another than before. */
  private async switchPaths(before: ChosenPaths): Promise<void> {
    const { actual, chosen } = this.view;
    const operations = this.desired === null || actual === null ? [] : switchOver(this.desired, actual, before, chosen);
    if (operations.length > 0) this.took(await applyOperations(this.executor, operations));
    this.model = null;
    this.wholeNext = true;
    this.rounds = 0;
    this.settledHash = null;
    this.news.ring();
  }

  private async turn(desired: DesiredState, signal: AbortSignal): Promise<void> {
    const hasNews = this.news.isRung;
    this.news.clear();
    let lookAgain = false;
    try {
      const model = hasNews ? this.freshModel() : null;
      lookAgain = model === null ? await this.look(desired) : await this.act(desired, this.planned(desired, model));
    } catch (error) {
      this.failed(error);
    }
    if (!lookAgain) await this.pause(desired, signal);
  }

  /** From what the change touches alone, where the rest is known to be right. */
  private planned(desired: DesiredState, model: Actual): readonly Operation[] {
    const { chosen } = this.view;
    const part = this.modelled === null ? null : planChange(this.modelled, desired, model, chosen);
    return part ?? plan(desired, model, chosen);
  }

  /** What a plan may rest on without looking; null when it is too old or unsure. */
  private freshModel(): Actual | null {
    return this.clock.now() - this.view.readAt <= this.wholeMs ? this.model : null;
  }

  /** Waits for the next look or for news, whichever is first; glances meanwhile. */
  private async pause(desired: DesiredState, signal: AbortSignal): Promise<void> {
    const lookAt = this.clock.now() + LOOK_MS;
    while ((await this.woken(lookAt, signal)) === "learned") await this.learned.answer(() => this.glance(desired));
  }

  private async woken(lookAt: number, signal: AbortSignal): Promise<"news" | "look" | "learned"> {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const ms = Math.min(LOOK_MS, Math.max(0, lookAt - this.clock.now()));
    const first = await Promise.race([
      this.news.heard(either).then(() => "news" as const),
      this.clock.sleep(ms, either).then(() => "look" as const),
      this.learned.due(either).then(() => "learned" as const),
    ]);
    over.abort();
    return signal.aborted ? "news" : first;
  }

  /** Reads what bridges have learned, and does what follows from it. Where the rest may be wrong a whole look comes soon. */
  private async glance(desired: DesiredState): Promise<void> {
    const base = this.freshModel();
    if (base === null || this.modelled !== desired || !restsOnLearned(desired)) return;
    const { choices } = this;
    try {
      const at = this.clock.now();
      const learned = await this.unlessNews(() => this.reader.learned(base.links));
      if (learned === null || choices !== this.choices) return this.learned.ring();
      const follows = this.view.follow(desired, learned, at);
      this.model = { ...base, ...follows };
      const operations = planLearned(desired, base, this.model);
      if (operations.length === 0) this.view.readLearned(learned, follows);
      else await this.followLearned(desired, operations);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Until it is read back, nobody but a whole look may say what is there. */
  private async followLearned(desired: DesiredState, operations: readonly Operation[]): Promise<void> {
    const { choices, wholeNext } = this;
    this.wholeNext = true;
    await this.carryOut(desired, operations);
    const done = this.model;
    if (done === null) return;
    const at = this.clock.now();
    const readings = () => Promise.all([this.reader.learned(done.links), this.reader.rules(done.links)]);
    const back = await this.unlessNews(readings);
    if (back === null || choices !== this.choices) return;
    const [learned, rules] = back;
    const follows = this.view.follow(desired, learned, at);
    this.view.readLearned(learned, follows);
    this.view.readRules(desired, rules, at);
    this.wholeNext = wholeNext;
    if (follows.overfull.length > 0) this.learned.ring();
  }

  /** Reads, and repairs what differs. True when the next look should follow at once. */
  private async look(desired: DesiredState): Promise<boolean> {
    const { choices } = this;
    const reading = await this.unlessNews(() => this.read(desired));
    if (reading === null || choices !== this.choices) return true;
    reading.take();
    this.wholeNext = false;
    this.model = this.view.actual;
    this.modelled = null;
    this.events.looked();
    const comparison = this.view.compare(desired);
    const operations = comparison === null ? [] : operationsOf(comparison);
    if (operations.length === 0) return this.settled(desired);
    if (this.rounds >= ROUNDS && !reading.isWhole) return false;
    if (this.settledHash === desired.hash) this.noteRepairs(operations);
    return (await this.act(desired, operations)) && this.rounds < ROUNDS;
  }

  /** News goes first while a plan can rest on the model: the reading is then out of date, and null is given. */
  private async unlessNews<T>(read: () => Promise<T>): Promise<T | null> {
    const over = new AbortController();
    const before = this.pending;
    const reading = Promise.all([before, this.switching]).then(() => (over.signal.aborted ? null : read()));
    if (this.freshModel() === null) return reading;
    this.pending = reading.catch(() => undefined);
    try {
      return await Promise.race([reading, this.news.heard(over.signal).then(() => null)]);
    } finally {
      over.abort();
    }
  }

  /** Reads whole when it is time or needed, else the rules alone. */
  private async read(desired: DesiredState): Promise<Reading> {
    const at = this.clock.now();
    const known = this.view.actual;
    if (known !== null && !this.wholeNext && at - this.view.readAt < this.wholeMs) {
      this.wholeNext = true;
      const rules = await this.reader.rules(known.links);
      return { isWhole: false, take: () => this.view.readRules(desired, rules, at) };
    }
    const whole = await this.reader.whole();
    this.wholeMs = Math.max(WHOLE_MS, WHOLE_TIMES * (this.clock.now() - at));
    return { isWhole: true, take: () => this.view.readWhole(desired, whole, at) };
  }

  private settled(desired: DesiredState): false {
    this.rounds = 0;
    this.modelled = desired;
    this.settledHash = desired.hash;
    this.refusals = new Set();
    return false;
  }

  /** Applies a plan. True when something was done, which must be read back. */
  private async act(desired: DesiredState, operations: readonly Operation[]): Promise<boolean> {
    if (operations.length === 0) {
      this.events.looked();
      return false;
    }
    this.wholeNext = true;
    this.rounds += 1;
    await this.carryOut(desired, operations);
    return true;
  }

  /** Afterwards there is a model only where every operation went through. */
  private async carryOut(desired: DesiredState, operations: readonly Operation[]): Promise<void> {
    const base = this.model;
    this.model = null;
    this.modelled = null;
    const { choices } = this;
    const { chosen } = this.view;
    const outcome = await applyOperations(this.executor, operations);
    this.took(outcome);
    this.noteRefusals(desired, outcome);
    if (choices !== this.choices) {
      await this.switching;
      return this.switchPaths(chosen);
    }
    if (outcome.failures.length === 0 && base !== null) {
      this.model = simulate(base, outcome.applied);
      this.modelled = desired;
    }
  }

  private took(outcome: Outcome): void {
    this.view.did(outcome);
    this.events.applied(outcome);
  }

  private noteRepairs(operations: readonly Operation[]): void {
    for (const operation of operations.filter((one) => !isOfKnown(one))) {
      this.events.note(`Repaired: ${operationText(operation)}`);
    }
  }

  /** A refusal that stays is said once. */
  private noteRefusals(desired: DesiredState, { failures }: Outcome): void {
    const sentences = failures.map(
      ({ line, error }) => `State ${desired.number}: the kernel refused "${line.slice(0, 200)}": ${error}`,
    );
    for (const sentence of sentences) if (!this.refusals.has(sentence)) this.events.note(sentence);
    this.refusals = new Set([...this.refusals, ...sentences]);
  }

  private failed(error: unknown): void {
    this.model = null;
    this.wholeNext = true;
    this.events.note(`The switch could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What has a time of its own, drills and loopbacks, ends by itself. */
function inForce(desired: DesiredState, now: number): DesiredState {
  return withoutPastLoops(openedLinks(desired, now), now);
}

/** Destinations come and go as the bridge learns and forgets: nobody meddled. */
function isOfKnown(operation: Operation): boolean {
  return "filter" in operation && isKnownRule(operation.filter);
}
