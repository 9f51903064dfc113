/** One running tally program that watches what the bridges learn. */
import type { Executor, StreamHandle } from "./executor";
import { lineSplitter } from "./executor-lines";

export interface WatchProgramEvents {
  /** One address or very many, since it said so last or since nobody watched. */
  learned(): void;
  /** It is over though nobody stopped it. */
  broken(why: string): void;
}

const LINE_MAX_OCTETS = 100;

export class WatchProgram {
  private handle: StreamHandle | null = null;
  private words = "";
  private isOver = false;

  constructor(private readonly events: WatchProgramEvents) {}

  /** Starts it; what goes wrong comes through `broken`. */
  async start(executor: Executor, tally: string): Promise<void> {
    const split = lineSplitter((line) => this.hear(line), LINE_MAX_OCTETS);
    try {
      this.handle = await executor.stream([tally, "watch"], {
        onStdout: (chunk) => this.take(chunk, split),
        onStderr: (chunk) => {
          this.words = `${this.words}${chunk.toString("utf8")}`.slice(-200);
        },
        onEnd: (status) => this.end(this.words.trim() || `it ended with ${status}`),
      });
      if (this.isOver) this.handle.stop();
    } catch (error) {
      this.end(reasonOf(error));
    }
  }

  /** Ends it; nothing is said of it any more. */
  stop(): void {
    this.isOver = true;
    this.handle?.stop();
  }

  private take(chunk: Buffer, split: (chunk: Buffer) => void): void {
    if (this.isOver) return;
    try {
      split(chunk);
    } catch (error) {
      this.end(reasonOf(error));
    }
  }

  /** What was learned before it listened is not known: it is asked for as well. */
  private hear(line: string): void {
    if (line !== "listening" && line !== "learned") throw new Error(`it said something unknown: "${line}"`);
    this.events.learned();
  }

  private end(why: string): void {
    if (this.isOver) return;
    this.stop();
    this.events.broken(why);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
