/** Bounds what a capture keeps: at most so many frames of one port and direction in each second of capture time. */
import { isMarkedFrame } from "./marked-frame";
import type { CapturedPacket } from "./pcap";

/** Frames a second kept of each port and direction; marked ones have as many again, so that a flood cannot hide them. */
export const FRAMES_A_SECOND = 200;
const MICROS = 1_000_000;

export interface FrameBound {
  /** True when the packet may be kept. */
  admits(packet: CapturedPacket): boolean;
}

/** A bound for one port and direction. */
export function frameBound(limit: number = FRAMES_A_SECOND): FrameBound {
  let second = -1;
  let [plain, marked] = [0, 0];
  return {
    admits(packet) {
      const now = Math.floor(packet.atMicros / MICROS);
      if (now !== second) [second, plain, marked] = [now, 0, 0];
      if (isMarkedFrame(packet.bytes)) return ++marked <= limit;
      return ++plain <= limit;
    },
  };
}
