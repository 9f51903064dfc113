/** Where in a switch a segment number lives: on which bridge, as which VLAN. */
import { SEGMENTS_A_BRIDGE, type SegmentNumber, segmentNumber } from "./protocol";

export interface SegmentPlace {
  /** Index of the bridge, from 0. */
  readonly bridge: number;
  /** Its VLAN there, 1 to 4094. */
  readonly vid: number;
}

export function placeOfSegment(segment: SegmentNumber): SegmentPlace {
  const zeroBased = segment - 1;
  return { bridge: Math.floor(zeroBased / SEGMENTS_A_BRIDGE), vid: (zeroBased % SEGMENTS_A_BRIDGE) + 1 };
}

/** The segment at a place; null where no segment can be. */
export function segmentAt({ bridge, vid }: SegmentPlace): SegmentNumber | null {
  return segmentNumber.safeParse(bridge * SEGMENTS_A_BRIDGE + vid).data ?? null;
}
