/** One running heartbeat program. */
import type { Executor, StreamHandle } from "./executor";
import { lineSplitter } from "./executor-lines";
import { type HeartbeatPath, heartbeatArgument, type PathEvent, parseHeartbeatLine } from "./heartbeat-line";

export interface ProgramEvents {
  event(event: PathEvent): void;
  /** It is over though nobody stopped it. */
  broken(why: string): void;
}

const LINE_MAX_OCTETS = 1_024;

export class HeartbeatProgram {
  private handle: StreamHandle | null = null;
  private words = "";
  private isOver = false;
  private answer: (isListening: boolean) => void = () => undefined;
  /** True once it hears every heartbeat, false when it ended before. */
  readonly listening = new Promise<boolean>((resolve) => {
    this.answer = resolve;
  });

  constructor(private readonly events: ProgramEvents) {}

  get isRunning(): boolean {
    return !this.isOver;
  }

  /** Starts it; what goes wrong comes through `broken`. */
  async start(executor: Executor, program: string, paths: readonly HeartbeatPath[]): Promise<void> {
    const split = lineSplitter((line) => this.hear(line), LINE_MAX_OCTETS);
    try {
      this.handle = await executor.stream([program, ...paths.map(heartbeatArgument)], {
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
    this.answer(false);
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

  private hear(line: string): void {
    const said = parseHeartbeatLine(line);
    if (said === "listening") this.answer(true);
    else this.events.event(said);
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
