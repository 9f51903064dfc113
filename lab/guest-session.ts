import type { Duplex } from "node:stream";
import { lineSplitter } from "@/agent/executor-lines";
import { ExecutorUnavailable } from "@/agent/executor-unavailable";
import { type GuestMessage, parseGuestLine } from "./guest-line";

/** Octets that may be under way to the guest; more could overrun its terminal, which holds 4,095. */
const WINDOW_OCTETS = 2_048;
const LINE_MAX_OCTETS = 1024 * 1024;

export type DoneMessage = Extract<GuestMessage, { kind: "done" }>;

/** What a command that is under way hears. */
export interface CommandEvents {
  onOutput?(kind: "out" | "err", data: Buffer): void;
  onDone(message: DoneMessage): void;
  onAway(error: ExecutorUnavailable): void;
}

/** The host's end of the guest's serial line: sends lines no faster than the guest takes them, and hands out the answers. */
export class GuestSession {
  /** The guest's kernel release, once it is up. */
  readonly ready: Promise<string>;
  private announce: (release: string) => void = () => undefined;
  private readonly commands = new Map<string, CommandEvents>();
  private readonly queue: string[] = [];
  private readonly underWay: number[] = [];
  private away: ExecutorUnavailable | null = null;
  private lastId = 0;

  constructor(
    private readonly writing: Duplex,
    reading: Duplex,
  ) {
    this.ready = new Promise((resolve) => {
      this.announce = resolve;
    });
    const split = lineSplitter((line) => this.take(parseGuestLine(line)), LINE_MAX_OCTETS);
    reading.on("data", (chunk: Buffer) => {
      try {
        split(chunk);
      } catch (error) {
        this.close(error instanceof Error ? error.message : String(error));
      }
    });
    for (const end of [writing, reading]) end.on("error", () => this.close("The lab's kernel has hung up."));
  }

  /** Everything under way, and all later commands, fail with this sentence. */
  close(why: string): void {
    if (this.away !== null) return;
    this.away = new ExecutorUnavailable(why);
    for (const events of this.commands.values()) events.onAway(this.away);
    this.commands.clear();
  }

  newId(): string {
    this.lastId += 1;
    return String(this.lastId);
  }

  /** Sends the line that starts command `id`. */
  start(id: string, line: string, events: CommandEvents): void {
    if (this.away !== null) {
      events.onAway(this.away);
      return;
    }
    this.commands.set(id, events);
    this.send(line);
  }

  /** Sends a signal to a command's process group; nothing happens when it has ended. */
  signal(id: string, signal: number): void {
    if (this.commands.has(id)) this.send(`kill ${id} ${signal}`);
  }

  /** Asks the guest to power off. */
  halt(): void {
    this.send("halt");
  }

  private send(line: string): void {
    this.queue.push(`${line}\n`);
    this.flush();
  }

  /** Sends what fits into the window; each "got" opens it again. */
  private flush(): void {
    for (let next = this.queue[0]; next !== undefined && this.away === null; next = this.queue[0]) {
      const octets = this.underWay.reduce((sum, one) => sum + one, 0);
      if (octets > 0 && octets + next.length > WINDOW_OCTETS) return;
      this.queue.shift();
      this.underWay.push(next.length);
      this.writing.write(next);
    }
  }

  private take(message: GuestMessage): void {
    if (message.kind === "ready") {
      this.announce(message.release);
      return;
    }
    if (message.kind === "got") {
      this.underWay.shift();
      this.flush();
      return;
    }
    const events = this.commands.get(message.id);
    if (message.kind !== "done") {
      events?.onOutput?.(message.kind, message.data);
      return;
    }
    this.commands.delete(message.id);
    events?.onDone(message);
  }
}
