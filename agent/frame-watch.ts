/** Captures on the ports that somebody looks at, until told otherwise or the time is over. */
import type { Clock } from "./clock";
import type { Executor, StreamHandle } from "./executor";
import { type FrameBound, frameBound } from "./frame-bound";
import { isMarkedFrame } from "./marked-frame";
import { lineDevice, portDevice } from "./names";
import { type CapturedPacket, pcapParser } from "./pcap";
import { type Direction, type FrameWatch, type PortNumber, type SeenFrame, SNAP_OCTETS } from "./protocol";

export interface FrameSink {
  /** One kept frame; `marked` ones are awaited by somebody. */
  seen(frame: SeenFrame, marked: boolean): void;
  leftOut(): void;
  /** The ports at which frames are captured by now are others than before. */
  capturing(): void;
  /** A capture that could not be made or broke off. */
  failed(sentence: string): void;
}

interface Capture {
  readonly isListening: boolean;
  stop(): void;
}

/** What tcpdump says once frames are really captured. */
const LISTENING = "listening on";

/** The argv of a capture: whole tags (tcpdump puts back what the kernel took off), each frame at once. */
export function captureCommand(device: string, direction: Direction): string[] {
  const options = ["--immediate-mode", "-U", "-Z", "root", "-s", String(SNAP_OCTETS), "-w", "-"];
  return ["tcpdump", "-i", device, "-Q", direction, ...options];
}

export class FrameWatcher {
  private readonly captures = new Map<PortNumber, Capture[]>();
  private requested: readonly PortNumber[] = [];
  private until = 0;

  /** @param isLink where the pair crosses with tag 3, the line is watched, so that the label is in the bytes. */
  constructor(
    private readonly executor: Executor,
    private readonly sink: FrameSink,
    private readonly clock: Clock,
    private readonly isLink: (port: PortNumber) => boolean,
  ) {}

  /** Ports that were asked for and whose time is not over; a capture that broke off is begun again within a second. */
  get ports(): PortNumber[] {
    return this.clock.now() < this.until ? [...this.requested] : [];
  }

  /** Ports at which both directions are captured by now. */
  get capturing(): PortNumber[] {
    return [...this.captures].filter(([, both]) => both.every((one) => one.isListening)).map(([port]) => port);
  }

  /** Makes the captures those of `watch`; captures that are right go on. */
  set({ ports, forMs }: FrameWatch): void {
    this.requested = [...new Set(ports)];
    this.until = this.clock.now() + forMs;
    this.keep();
  }

  /** Ends what is asked for no more and begins what is missing; called each second. */
  keep(): void {
    const wanted = this.ports;
    for (const port of this.captures.keys()) if (!wanted.includes(port)) this.end(port);
    for (const port of wanted) if (!this.captures.has(port)) this.begin(port);
  }

  /** Ends all captures. */
  stop(): void {
    this.requested = [];
    this.keep();
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
    let isListening = false;
    let words = "";
    let handle: StreamHandle | null = null;
    const broken = (why: string) => {
      if (stopped) return;
      stopped = true;
      this.end(port);
      this.sink.failed(`The capture on ${device} (${direction}) ended: ${why}. It is begun again.`);
    };
    const onStdout = (chunk: Buffer) => {
      if (stopped) return;
      try {
        this.take(port, direction, parse(chunk), bound);
      } catch (error) {
        broken(error instanceof Error ? error.message : String(error));
      }
    };
    const onStderr = (chunk: Buffer) => {
      if (isListening) return;
      words += chunk.toString("utf8");
      isListening = words.includes(LISTENING);
      if (isListening) this.sink.capturing();
    };
    const onEnd = (status: number) => broken(`tcpdump ended with ${status}: ${words.trim().slice(0, 200)}`);
    this.executor
      .stream(captureCommand(device, direction), { onStdout, onStderr, onEnd })
      .then((started) => {
        handle = started;
        if (stopped) started.stop();
      })
      .catch((error: unknown) => broken(error instanceof Error ? error.message : String(error)));
    return {
      get isListening() {
        return isListening && !stopped;
      },
      stop: () => {
        stopped = true;
        handle?.stop();
      },
    };
  }

  private take(port: PortNumber, direction: Direction, packets: readonly CapturedPacket[], bound: FrameBound): void {
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
