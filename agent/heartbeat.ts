/**
 * Heartbeats on the paths of a switch: keeps the program running, and changes its paths without a gap.
 *
 * For other paths a second program is begun, and the first one ended when that one listens: the far ends miss no
 * heartbeat. When the program ended by itself they may have missed some; so what it said last is kept for a hold time, in
 * which "down" is believed only at the end, unless "up" came in between.
 */
import type { Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { Executor } from "./executor";
import { type HeartbeatPath, heartbeatArgument, type PathEvent } from "./heartbeat-line";
import { HeartbeatProgram } from "./heartbeat-program";
import { Wakeup } from "./wakeup";

export interface HeartbeatParts {
  readonly executor: Executor;
  /** Path of the program, as the executor's kernel sees it. */
  readonly program: string;
  readonly clock: Clock;
  /** Between attempts to start it. */
  readonly wait: Backoff;
}

export interface HeartbeatEvents {
  event(event: PathEvent): void;
  /** Nothing is known of any path any more: the program cannot be run. */
  deaf(): void;
  /** A sentence for the operator. */
  note(sentence: string): void;
}

/** What was known is kept for so long when the program ended by itself, ms; one that ran for longer was in order. */
export const KEEP_MS = 2_000;

export class Heartbeat {
  private paths: readonly HeartbeatPath[] = [];
  /** The program whose words count, and what it was told; null while there is none. */
  private current: { readonly program: HeartbeatProgram; readonly told: string; readonly begunAt: number } | null =
    null;
  private keepUntil = 0;
  private readonly doubted = new Map<string, PathEvent>();
  private isTold = false;
  private readonly news = new Wakeup();

  constructor(
    private readonly parts: HeartbeatParts,
    private readonly events: HeartbeatEvents,
  ) {}

  /** Sends and hears heartbeats on these paths from now on, and on no others. Their devices must be there. */
  listen(paths: readonly HeartbeatPath[]): void {
    this.paths = paths;
    if (textOf(paths) !== (this.current?.told ?? "")) this.news.ring();
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.news.heard(signal);
      this.news.clear();
      if (!signal.aborted && textOf(this.paths) !== (this.current?.told ?? "")) await this.change(signal);
    }
    this.current?.program.stop();
  }

  /** The old program goes on until the new one listens. */
  private async change(signal: AbortSignal): Promise<void> {
    const { paths } = this;
    const next = paths.length === 0 ? null : await this.begin(paths, signal);
    if (next === "failed") return this.retry(signal);
    this.current?.program.stop();
    this.current = next;
    this.isTold = this.isTold && next === null;
  }

  private async begin(paths: readonly HeartbeatPath[], signal: AbortSignal) {
    const program: HeartbeatProgram = new HeartbeatProgram({
      event: (event) => this.take(program, event),
      broken: (why) => this.broken(program, why, signal),
    });
    const abort = () => program.stop();
    signal.addEventListener("abort", abort);
    await program.start(this.parts.executor, this.parts.program, paths);
    const isListening = await program.listening;
    signal.removeEventListener("abort", abort);
    if (!isListening || !program.isRunning) return "failed" as const;
    return { program, told: textOf(paths), begunAt: this.parts.clock.now() };
  }

  private async retry(signal: AbortSignal): Promise<void> {
    await this.parts.clock.sleep(this.parts.wait.next(), signal);
    this.news.ring();
  }

  /** What the new program says before the old one is ended counts as well: it is as true. */
  private take(program: HeartbeatProgram, event: PathEvent): void {
    if (this.current !== null && program !== this.current.program && event.state === "down") return;
    const key = heartbeatArgument(event);
    this.doubted.delete(key);
    if (event.state === "down" && this.parts.clock.now() < this.keepUntil) this.doubted.set(key, event);
    else this.events.event(event);
  }

  private broken(program: HeartbeatProgram, why: string, signal: AbortSignal): void {
    if (!this.isTold) this.events.note(`Heartbeats ended: ${why}. They are begun again.`);
    this.isTold = true;
    if (program !== this.current?.program) return;
    const { clock, wait } = this.parts;
    const now = clock.now();
    if (now - this.current.begunAt > KEEP_MS) wait.reset();
    this.current = null;
    if (now >= this.keepUntil) void this.keep(now, signal);
    void this.retry(signal);
  }

  /** At the end of the hold time, what is still doubted is believed; without a program nothing is known. */
  private async keep(now: number, signal: AbortSignal): Promise<void> {
    this.keepUntil = now + KEEP_MS;
    await this.parts.clock.sleep(KEEP_MS, signal);
    if (signal.aborted) return;
    this.keepUntil = 0;
    const doubted = [...this.doubted.values()];
    this.doubted.clear();
    if (this.current === null) return this.events.deaf();
    for (const event of doubted) this.events.event(event);
  }
}

/** The program's paths as one word; empty for none. */
function textOf(paths: readonly HeartbeatPath[]): string {
  return paths.map(heartbeatArgument).sort().join(" ");
}
