/** A clock that a test moves, and an executor whose heartbeat programs say what a test lets them say. */
import type { Clock } from "./clock";
import type { Executor, StreamOptions } from "./executor";

/** Lets everything go on that waits for nothing but its turn. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

export class ManualClock implements Clock {
  private time = 1_700_000_000_000;
  /** What a look at the clock takes, ms. */
  lookMs = 0;
  private sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): number {
    this.time += this.lookMs;
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.sleepers.push({ at: this.time + ms, wake });
      signal?.addEventListener("abort", wake);
    });
  }

  /** Moves on, stopping wherever somebody wakes. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let next = this.nextBefore(end); next !== undefined; next = this.nextBefore(end)) {
      this.time = Math.max(this.time, next);
      const due = this.sleepers.filter(({ at }) => at <= this.time);
      this.sleepers = this.sleepers.filter(({ at }) => at > this.time);
      for (const { wake } of due) wake();
      await settle();
    }
    this.time = end;
    await settle();
  }

  private nextBefore(end: number): number | undefined {
    return this.sleepers
      .map(({ at }) => at)
      .filter((at) => at <= end)
      .sort((a, b) => a - b)[0];
  }
}

/** One program that was started, or is refused at once. */
export interface FakeProgram {
  readonly argv: readonly string[];
  isStopped: boolean;
  say(...lines: string[]): Promise<void>;
  end(status: number, words?: string): Promise<void>;
}

export class FakePrograms implements Executor {
  readonly kernel = "a kernel for tests";
  readonly started: FakeProgram[] = [];
  /** While true, nothing can be started. */
  isAway = false;

  run(): Promise<never> {
    return Promise.reject(new Error("Nothing is run here."));
  }

  async stream(argv: readonly string[], { onStdout, onStderr, onEnd }: StreamOptions) {
    if (this.isAway) throw new Error("The kernel is away.");
    const program: FakeProgram = {
      argv,
      isStopped: false,
      say: async (...lines) => {
        onStdout(Buffer.from(lines.map((line) => `${line}\n`).join("")));
        await settle();
      },
      end: async (status, words = "") => {
        onStderr?.(Buffer.from(words));
        onEnd(status);
        await settle();
      },
    };
    this.started.push(program);
    return {
      stop: () => {
        program.isStopped = true;
      },
    };
  }

  /** The program that was started last. */
  get last(): FakeProgram {
    const program = this.started.at(-1);
    if (program === undefined) throw new Error("No program was started.");
    return program;
  }
}
