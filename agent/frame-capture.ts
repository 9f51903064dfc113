/** One running capture: a device, a direction, bounded; heartbeats are nobody's frames and are passed over. */
import type { Executor, StreamHandle } from "./executor";
import { frameBound } from "./frame-bound";
import { isHeartbeat } from "./marked-frame";
import { type CapturedPacket, pcapParser } from "./pcap";
import { type Direction, SNAP_OCTETS } from "./protocol";

export interface CaptureEvents {
  /** A packet that the bound admits. */
  packet(packet: CapturedPacket): void;
  leftOut(): void;
  /** Frames are really captured from now on. */
  listening(): void;
  /** It ended though nobody stopped it. */
  broken(why: string): void;
}

/** What tcpdump says once it captures. */
const LISTENING = "listening on";

/** The argv of a capture: whole tags (tcpdump puts back what the kernel took off), each frame at once. */
export function captureCommand(device: string, direction: Direction): string[] {
  const options = ["--immediate-mode", "-U", "-Z", "root", "-s", String(SNAP_OCTETS), "-w", "-"];
  return ["tcpdump", "-i", device, "-Q", direction, ...options];
}

export class FrameCapture {
  private handle: StreamHandle | null = null;
  private words = "";
  private hasStarted = false;
  private isOver = false;
  private readonly parse = pcapParser();
  private readonly bound = frameBound();

  constructor(private readonly events: CaptureEvents) {}

  get isListening(): boolean {
    return this.hasStarted && !this.isOver;
  }

  /** Starts it; what goes wrong comes through `broken`. */
  async start(executor: Executor, device: string, direction: Direction): Promise<void> {
    try {
      this.handle = await executor.stream(captureCommand(device, direction), {
        onStdout: (chunk) => this.take(chunk),
        onStderr: (chunk) => this.hear(chunk.toString("utf8")),
        onEnd: (status) => this.end(`tcpdump ended with ${status}: ${this.words.trim().slice(0, 200)}`),
      });
      if (this.isOver) this.handle.stop();
    } catch (error) {
      this.end(reasonOf(error));
    }
  }

  stop(): void {
    this.isOver = true;
    this.handle?.stop();
  }

  private take(chunk: Buffer): void {
    if (this.isOver) return;
    try {
      for (const packet of this.parse(chunk)) {
        if (isHeartbeat(packet.bytes)) continue;
        if (this.bound.admits(packet)) this.events.packet(packet);
        else this.events.leftOut();
      }
    } catch (error) {
      this.end(reasonOf(error));
    }
  }

  private hear(words: string): void {
    if (this.hasStarted || this.isOver) return;
    this.words += words;
    this.hasStarted = this.words.includes(LISTENING);
    if (this.hasStarted) this.events.listening();
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
