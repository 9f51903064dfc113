/** A bell that is answered at most so often, and for no more than a share of all time, however often it is rung. */
import type { Clock } from "./clock";
import { Wakeup } from "./wakeup";

export class PacedBell {
  private readonly bell = new Wakeup();
  private answeredAt = 0;
  /** Nobody answers for so long after that, ms. */
  private pauseMs = 0;

  /**
   * @param leastMs from the beginning of one answer to that of the next one
   * @param times the same, in multiples of what the answer took
   */
  constructor(
    private readonly clock: Clock,
    private readonly leastMs: number,
    private readonly times: number,
  ) {}

  ring(): void {
    this.bell.ring();
  }

  /** Resolves when it was rung and may be answered, or the signal is aborted. */
  async due(signal: AbortSignal): Promise<void> {
    await this.bell.heard(signal);
    const passed = this.clock.now() - this.answeredAt;
    const isOver = passed < 0 || passed >= this.pauseMs;
    if (!isOver) await this.clock.sleep(this.pauseMs - passed, signal);
  }

  /** Answers; what is rung meanwhile is for the next time. @throws what `work` throws */
  async answer(work: () => Promise<void>): Promise<void> {
    this.bell.clear();
    this.answeredAt = this.clock.now();
    try {
      await work();
    } finally {
      this.pauseMs = Math.max(this.leastMs, this.times * (this.clock.now() - this.answeredAt));
    }
  }
}
