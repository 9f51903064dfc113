import {
  type DesiredPort,
  type Mac,
  type MapEntry,
  type MplsLabel,
  mapEntryKey,
  type PortKind,
  type PortNumber,
  type SegmentNumber,
} from "@/agent/protocol";
import type { Place, Segment } from "./attachments";

/** One end of a line as its switch must know it (seed paras 67, 101). */
export interface LineEndLabels {
  /** Pushed towards the far datacenter. */
  readonly labelOut: MplsLabel;
  /** Accepted from it. */
  readonly labelIn: MplsLabel;
  /** Null until the far agent has joined. */
  readonly farMac: Mac | null;
}

/** The row of map 118 that puts a segment at a place; `number` is the segment's L on that switch. */
export function mapEntryAt(segment: Segment, place: Place, number: SegmentNumber): MapEntry {
  const { hostTag, customerTag, clientVlan } = segment;
  const common = { key: placeKey(segment, place), port: place.number, hostTag, customerTag, segment: number };
  if (place.kind === "link") return { kind: "trunk", ...common };
  return { kind: "attachment", ...common, clientVlan };
}

/** The key of that row: unique on its switch, known before L is. */
export function placeKey({ clientVlan, hostTag, customerTag }: Segment, { kind, number: port }: Place): string {
  if (kind === "link") return mapEntryKey({ kind: "trunk", port, hostTag, customerTag });
  return mapEntryKey({ kind: "attachment", port, clientVlan });
}

/** The port of a rack or a cloud system. */
export function machinePort(number: PortNumber, kind: Exclude<PortKind, "link">): DesiredPort {
  return { number, kind, encapsulation: null };
}

/** The port behind which a line leads to another datacenter. */
export function linkPort(number: PortNumber, labels: LineEndLabels): DesiredPort {
  const { labelOut, labelIn, farMac } = labels;
  return { number, kind: "link", encapsulation: { kind: "vpls", labelOut, labelIn, farMac } };
}
