/** One running probe program. */
import type { Executor, StreamHandle } from "./executor";
import { lineSplitter } from "./executor-lines";
import { parseProbeLine } from "./probe-line";
import type { ProbeRound } from "./protocol";

export interface ProbeProgramEvents {
  roundDone(round: ProbeRound): void;
  listening(): void;
  /** It is over though nobody stopped it. */
  broken(why: string): void;
}

const LINE_MAX_OCTETS = 1_024;
const TELL_MS = 10_000;

export class ProbeProgram {
  private handle: StreamHandle | null = null;
  private words = "";
  private isOver = false;

  constructor(
    private readonly executor: Executor,
    private readonly program: string,
    private readonly events: ProbeProgramEvents,
  ) {}

  /** Starts it; what goes wrong comes through `broken`. */
  async start(): Promise<void> {
    const split = lineSplitter((line) => this.hear(line), LINE_MAX_OCTETS);
    try {
      this.handle = await this.executor.stream([this.program, "run"], {
        onStdout: (chunk) => this.take(chunk, split),
        onStderr: (chunk) => {
          this.words = `${this.words}${chunk.toString("utf8")}`.slice(-200);
        },
        onEnd: (status) => this.end(this.words.trim() || `it ended with ${status}`),
      });
      if (this.isOver) this.handle.stop();
    } catch (error) {
      this.end(error instanceof Error ? error.message : String(error));
    }
  }

  /** Gives it lines; null when it has taken them in, else a sentence. */
  async tell(lines: string): Promise<string | null> {
    const result = await this.executor
      .run([this.program, "tell"], { stdin: lines, timeoutMs: TELL_MS })
      .catch((error: unknown) => ({ status: 1, stderr: String(error) }));
    return result.status === 0 ? null : result.stderr.trim().slice(0, 200) || `it ended with ${result.status}`;
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
      this.end(error instanceof Error ? error.message : String(error));
    }
  }

  private hear(line: string): void {
    const said = parseProbeLine(line);
    if (said === "listening") this.events.listening();
    else this.events.roundDone(said);
  }

  private end(why: string): void {
    if (this.isOver) return;
    this.stop();
    this.events.broken(why);
  }
}
