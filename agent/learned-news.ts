/** Hears at once that a bridge of the switch has learned an address: keeps the program running that watches for it. */
import type { Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { Executor } from "./executor";
import { WatchProgram, type WatchProgramEvents } from "./watch-program";

export interface LearnedNewsParts {
  readonly executor: Executor;
  /** Path of the tally program, as the executor's kernel sees it; null: nothing is heard. */
  readonly tally: string | null;
  readonly clock: Clock;
  /** Between attempts to start it. */
  readonly wait: Backoff;
}

export interface LearnedNewsEvents extends Pick<WatchProgramEvents, "learned"> {
  /** A sentence for the operator. */
  note(sentence: string): void;
}

/** A program that ran for longer was in order, ms. */
const STEADY_MS = 10_000;

export class LearnedNews {
  private isTold = false;

  constructor(
    private readonly parts: LearnedNewsParts,
    private readonly events: LearnedNewsEvents,
  ) {}

  /** Runs until the signal. While the program is away, the next whole reading finds what was learned. */
  async run(signal: AbortSignal): Promise<void> {
    const { tally, clock, wait } = this.parts;
    while (tally !== null && !signal.aborted) {
      const begunAt = clock.now();
      const why = await this.hear(tally, signal);
      if (signal.aborted) return;
      if (clock.now() - begunAt > STEADY_MS) {
        wait.reset();
        this.isTold = false;
      }
      this.tell(why);
      await clock.sleep(wait.next(), signal);
    }
  }

  /** One run of the program; resolves with why it is over. */
  private hear(tally: string, signal: AbortSignal): Promise<string> {
    return new Promise((resolve) => {
      const over = (why: string) => {
        signal.removeEventListener("abort", stop);
        resolve(why);
      };
      const program = new WatchProgram({ learned: () => this.events.learned(), broken: over });
      const stop = () => {
        program.stop();
        over("the agent ended");
      };
      signal.addEventListener("abort", stop);
      void program.start(this.parts.executor, tally);
    });
  }

  /** Said once, then tried again until it goes. */
  private tell(why: string): void {
    if (!this.isTold) this.events.note(`News of learned addresses ended: ${why}. It is begun again.`);
    this.isTold = true;
  }
}
