import type { Executor } from "@/agent/executor";
import { type CapturedPacket, pcapParser } from "@/agent/pcap";

/** tcpdump on one device; namespace is the executor's own if absent. */
export interface CaptureOptions {
  readonly namespace?: string;
  readonly device: string;
  /** As seen from the device: what it receives, or what it sends; both if absent. */
  readonly direction?: "in" | "out";
  /** A pcap filter in words, e.g. ["ether", "proto", "0x88b5"]. */
  readonly filter?: readonly string[];
  /** Octets kept of each frame; all of them if absent. */
  readonly snapOctets?: number;
  /** The capture ends by itself after so many frames. */
  readonly count?: number;
}

export interface Capture {
  /** The frames so far. */
  readonly packets: readonly CapturedPacket[];
  /** Resolves when `count` frames are there; rejects after `withinMs`, saying how many came. */
  wait(count: number, withinMs: number): Promise<readonly CapturedPacket[]>;
  /** Ends the capture. `unread` frames passed the filter and were not delivered: 0 makes the list exact. */
  stop(): Promise<{ packets: readonly CapturedPacket[]; unread: number }>;
}

/** The argv of a capture that writes at once, frame by frame: classic pcap, or decoded lines for people. */
export function tcpdumpArgv(options: CaptureOptions & { decoded?: boolean }): string[] {
  const { device, direction, filter = [], snapOctets, count } = options;
  const form = options.decoded === true ? ["-l", "-e"] : ["-U", "-w", "-"];
  const bounds = [
    ...(direction === undefined ? [] : ["-Q", direction]),
    ...(snapOctets === undefined ? [] : ["-s", String(snapOctets)]),
    ...(count === undefined ? [] : ["-c", String(count)]),
  ];
  return ["tcpdump", "-Z", "root", "-n", "--immediate-mode", "-i", device, ...bounds, ...form, ...filter];
}

/**
 * Starts a capture; resolves when it really captures, so that a frame sent afterwards is in it.
 * @throws Error with tcpdump's own words when it cannot start.
 */
export async function capture(executor: Executor, options: CaptureOptions): Promise<Capture> {
  const watch = new CaptureWatch(options.device);
  const handle = await executor.stream(tcpdumpArgv(options), {
    namespace: options.namespace,
    onStdout: (chunk) => watch.addFrames(chunk),
    onStderr: (chunk) => watch.addWords(chunk.toString("utf8")),
    onEnd: () => watch.end(),
  });
  await watch.until((now) => now.listening);
  return {
    packets: watch.packets,
    async wait(count, withinMs) {
      const late = `${options.device} saw fewer than ${count} frames in ${withinMs} ms`;
      await watch.until((now) => now.packets.length >= count, { withinMs, late });
      return watch.packets;
    },
    async stop() {
      handle.stop();
      await watch.until((now) => now.ended);
      return { packets: watch.packets, unread: watch.unread };
    },
  };
}

/** What a running tcpdump has said and seen. */
class CaptureWatch {
  readonly packets: CapturedPacket[] = [];
  ended = false;
  private words = "";
  private readonly parse = pcapParser();
  private readonly lookers = new Set<() => void>();

  constructor(private readonly device: string) {}

  get listening(): boolean {
    return this.words.includes("listening on");
  }

  /** Frames that the kernel gave to tcpdump's filter, less those that it wrote: its closing words say so. */
  get unread(): number {
    const count = (what: string) => Number(new RegExp(`(\\d+) packets? ${what}`).exec(this.words)?.[1] ?? 0);
    return Math.max(0, count("received by filter") - count("captured"));
  }

  addFrames(chunk: Buffer): void {
    this.packets.push(...this.parse(chunk));
    this.look();
  }

  addWords(words: string): void {
    this.words += words;
    this.look();
  }

  end(): void {
    this.ended = true;
    this.look();
  }

  /** Resolves when the condition holds; rejects when tcpdump ends before, or the time is over. */
  until(condition: (now: CaptureWatch) => boolean, limit?: { withinMs: number; late: string }): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.lookers.delete(look);
        finish();
      };
      const look = () => {
        if (condition(this)) return settle(resolve);
        if (this.ended) settle(() => reject(new Error(`tcpdump on ${this.device} ended: ${this.words.trim()}`)));
      };
      const late = () => settle(() => reject(new Error(`${limit?.late}: ${this.packets.length} came.`)));
      const timer = limit === undefined ? undefined : setTimeout(late, limit.withinMs);
      this.lookers.add(look);
      look();
    });
  }

  private look(): void {
    for (const look of [...this.lookers]) look();
  }
}
