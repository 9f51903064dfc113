/** Captures on the ports that somebody looks at, until told otherwise or the time is over. */
import type { Clock } from "./clock";
import type { Executor } from "./executor";
import { FrameCapture } from "./frame-capture";
import { isMarkedFrame } from "./marked-frame";
import { lineDevice, portDevice } from "./names";
import type { CapturedPacket } from "./pcap";
import { type Direction, type FrameWatch, type PortNumber, type SeenFrame, SNAP_OCTETS } from "./protocol";

export interface FrameSink {
  /** One kept frame; somebody waits for a marked one. */
  seen(frame: SeenFrame, isMarked: boolean): void;
  leftOut(): void;
  /** The ports at which frames are captured by now are others than before. */
  capturing(): void;
  /** A capture that could not be made or broke off. */
  failed(sentence: string): void;
}

export class FrameWatcher {
  private readonly captures = new Map<PortNumber, FrameCapture[]>();
  private requested: readonly PortNumber[] = [];
  private until = 0;

  /** @param isLink true for a link's end: there the wire is watched, with labels, tags and tunnel headers. */
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
    this.captures.set(port, [this.capture(port, device, "in"), this.capture(port, device, "out")]);
  }

  private end(port: PortNumber): void {
    const captures = this.captures.get(port) ?? [];
    this.captures.delete(port);
    for (const capture of captures) capture.stop();
    this.sink.capturing();
  }

  private capture(port: PortNumber, device: string, direction: Direction): FrameCapture {
    const capture = new FrameCapture({
      packet: (packet) => this.take(port, direction, packet),
      leftOut: () => this.sink.leftOut(),
      listening: () => this.sink.capturing(),
      broken: (why) => {
        this.end(port);
        this.sink.failed(`The capture on ${device} (${direction}) ended: ${why}. It is begun again.`);
      },
    });
    void capture.start(this.executor, device, direction);
    return capture;
  }

  private take(port: PortNumber, direction: Direction, { atMicros, length, bytes }: CapturedPacket): void {
    const kept = bytes.subarray(0, SNAP_OCTETS).toString("hex");
    this.sink.seen({ port, direction, atMicros, length, bytes: kept }, isMarkedFrame(bytes));
  }
}
