/** Captures on the ports that somebody looks at, until told otherwise or the time is over. */
import type { Clock } from "./clock";
import type { Executor, StreamHandle } from "./executor";
import { type FrameBound, frameBound } from "./frame-bound";
import { isMarkedFrame } from "./marked-frame";
import { lineDevice, portDevice } from "./names";
import { pcapParser } from "./pcap";
import { type Direction, type FrameWatch, type PortNumber, type SeenFrame, SNAP_OCTETS } from "./protocol";

export interface FrameSink {
  /** One kept frame; `marked` ones are awaited by somebody. */
  seen(frame: SeenFrame, marked: boolean): void;
  leftOut(): void;
  /** A capture that could not be made or broke off. */
  failed(sentence: string): void;
}

interface Capture {
  stop(): void;
}

/** The argv of a capture: whole tags (tcpdump puts back what the kernel took off), each frame at once. */
export function captureCommand(device: string, direction: Direction): string[] {
  const options = ["--immediate-mode", "-U", "-Z", "root", "-s", String(SNAP_OCTETS), "-w", "-"];
  return ["tcpdump", "-i", device, "-Q", direction, ...options];
}

export class FrameWatcher {
  private readonly captures = new Map<PortNumber, Capture[]>();
  private until = 0;

  /** @param isLink where the pair crosses with tag 3, the line is watched, so that the label is in the bytes. */
  constructor(
    private readonly executor: Executor,
    private readonly sink: FrameSink,
    private readonly clock: Clock,
    private readonly isLink: (port: PortNumber) => boolean,
  ) {}

  /** Ports that are watched now. */
  get ports(): PortNumber[] {
    return [...this.captures.keys()];
  }

  /** Makes the captures those of `watch`; captures that are right go on. */
  set({ ports, forMs }: FrameWatch): void {
    const wanted = new Set(forMs > 0 ? ports : []);
    this.until = this.clock.now() + forMs;
    for (const port of this.ports) if (!wanted.has(port)) this.end(port);
    for (const port of wanted) if (!this.captures.has(port)) this.begin(port);
  }

  /** Ends the captures whose time is over; called each second. */
  expire(): void {
    if (this.clock.now() >= this.until) this.stop();
  }

  /** Ends all captures. */
  stop(): void {
    for (const port of this.ports) this.end(port);
  }

  private begin(port: PortNumber): void {
    const device = this.isLink(port) ? lineDevice(port) : portDevice(port);
    this.captures.set(
      port,
      (["in", "out"] as const).map((direction) => this.capture(port, device, direction)),
    );
  }

  private end(port: PortNumber): void {
    const captures = this.captures.get(port) ?? [];
    this.captures.delete(port);
    for (const capture of captures) capture.stop();
  }

  private capture(port: PortNumber, device: string, direction: Direction): Capture {
    const bound = frameBound();
    const parse = pcapParser();
    let stopped = false;
    let handle: StreamHandle | null = null;
    const broken = (why: string) => {
      if (stopped) return;
      stopped = true;
      this.end(port);
      this.sink.failed(`The capture on ${device} (${direction}) ended: ${why}. It starts again with the next watch.`);
    };
    const onStdout = (chunk: Buffer) => {
      if (!stopped) this.take(port, direction, parse(chunk), bound);
    };
    const onEnd = (status: number) => broken(`tcpdump ended with ${status}`);
    this.executor
      .stream(captureCommand(device, direction), { onStdout, onEnd })
      .then((started) => {
        handle = started;
        if (stopped) started.stop();
      })
      .catch((error: unknown) => broken(error instanceof Error ? error.message : String(error)));
    return {
      stop: () => {
        stopped = true;
        handle?.stop();
      },
    };
  }

  private take(
    port: PortNumber,
    direction: Direction,
    packets: ReturnType<ReturnType<typeof pcapParser>>,
    bound: FrameBound,
  ): void {
    for (const packet of packets) {
      if (!bound.admits(packet)) {
        this.sink.leftOut();
        continue;
      }
      const { atMicros, length } = packet;
      const bytes = packet.bytes.subarray(0, SNAP_OCTETS).toString("hex");
      this.sink.seen({ port, direction, atMicros, length, bytes }, isMarkedFrame(packet.bytes));
    }
  }
}
