/** Failover of a switch's pseudowires: from heartbeats to the paths that the kernel sends by, and to what is reported. */
import type { Actual } from "./actual";
import { backoff } from "./backoff";
import type { Clock } from "./clock";
import type { Executor } from "./executor";
import { Heartbeat } from "./heartbeat";
import { heartbeatPaths } from "./heartbeat-paths";
import { PathChoices } from "./path-choices";
import type { DesiredState, PathReport } from "./protocol";
import { Wakeup } from "./wakeup";
import { BEST_PATHS, type ChosenPaths } from "./wanted";

export interface FailoverParts {
  readonly executor: Executor;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Path of the heartbeat program; null: no heartbeats, and every pseudowire sends by its first path. */
  readonly heartbeat: string | null;
}

export interface FailoverEvents {
  /** Lets the kernel send by these paths; resolves when it does. */
  choose(chosen: ChosenPaths): Promise<void>;
  /** A sentence for the operator. */
  note(sentence: string): void;
  /** What `paths` gives is news. */
  changed(): void;
}

export class Failover {
  private readonly choices = new PathChoices();
  private readonly heartbeat: Heartbeat | null;
  private readonly news = new Wakeup();
  /** What the kernel was told last, and what it does. */
  private told: ChosenPaths = BEST_PATHS;
  private active: ChosenPaths = BEST_PATHS;
  /** When a choice may change though nothing is heard, ms since 1970; null: never. */
  private nextLook: number | null = null;

  constructor(
    private readonly parts: FailoverParts,
    private readonly events: FailoverEvents,
  ) {
    const { executor, clock, random, heartbeat: program } = parts;
    this.heartbeat =
      program === null
        ? null
        : new Heartbeat(
            { executor, clock, program, wait: backoff(random) },
            {
              event: (event) => {
                this.choices.hear(event, clock.now());
                this.news.ring();
              },
              deaf: () => {
                this.choices.deafen(clock.now());
                this.news.ring();
              },
              note: (sentence) => events.note(sentence),
            },
          );
  }

  /** The paths of all pseudowires, for the report. */
  get paths(): PathReport[] {
    return this.choices.reports(this.active);
  }

  /**
   * Another desired state, which the kernel is being told as well.
   * @param inUse what the kernel was found to send by, when the agent has just begun.
   */
  desire(desired: DesiredState, inUse?: ChosenPaths): void {
    this.choices.follow(desired, this.parts.clock.now());
    if (inUse !== undefined) this.choices.found(inUse);
    this.decide();
    this.active = this.choices.chosen;
    void this.apply();
    this.news.ring();
  }

  /** The kernel was read: heartbeats begin on the paths that are there. */
  looked(desired: DesiredState, actual: Actual): void {
    this.heartbeat?.listen(heartbeatPaths(desired, actual));
  }

  /** Runs until the signal; the kernel goes on sending by the paths chosen last. */
  async run(signal: AbortSignal): Promise<void> {
    if (this.heartbeat === null) return;
    await Promise.all([this.heartbeat.run(signal), this.follow(signal)]);
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.wait(signal);
      this.news.clear();
      if (signal.aborted) return;
      const sentences = this.decide();
      await this.apply();
      for (const sentence of sentences) this.events.note(sentence);
      this.events.changed();
    }
  }

  /** The next look follows from the time of this one: a hold time that ends between the two is not missed. */
  private decide(): string[] {
    const now = this.parts.clock.now();
    const sentences = this.choices.decide(now);
    this.nextLook = this.choices.nextLook(now);
    return sentences;
  }

  /** Until something was heard, or a hold time is over. */
  private async wait(signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const due = this.nextLook === null ? [] : [clock.sleep(Math.max(0, this.nextLook - clock.now()), either)];
    await Promise.race([this.news.heard(either), ...due]);
    over.abort();
  }

  /** In the same turn as the decision, so that the kernel is never told of paths of another desired state. */
  private async apply(): Promise<void> {
    const { chosen } = this.choices;
    if (textOf(chosen) === textOf(this.told)) return;
    this.told = chosen;
    await this.events.choose(chosen);
    if (this.told === chosen) this.active = chosen;
  }
}

function textOf(chosen: ChosenPaths): string {
  return [...chosen]
    .map(([port, index]) => `${port}:${index}`)
    .sort()
    .join(" ");
}
