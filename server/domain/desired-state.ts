import { type DesiredPort, type MapEntry, mapEntryKey, type PortNumber, type SegmentNumber } from "@/agent/protocol";
import { isMachinePlace, type Place, type Segment } from "./attachments";

/** The row of map 118 that puts a segment at a place; `number` is the segment's L on that switch. */
export function mapEntryAt(segment: Segment, place: Place, number: SegmentNumber): MapEntry {
  const { hostTag, customerTag } = segment;
  const common = { key: placeKey(segment, place), port: place.number, hostTag, customerTag, segment: number };
  if (!isMachinePlace(place)) return { kind: "trunk", ...common };
  const { clientVlan, terms } = place;
  return {
    ...{ kind: "attachment", ...common, clientVlan },
    ...(clientVlan === segment.clientVlan ? {} : { innerVlan: segment.clientVlan }),
    ...(terms.profile === null ? {} : { profile: terms.profile }),
    ...(terms.rules.length === 0 ? {} : { rules: [...terms.rules] }),
  };
}

/** The key of that row: unique on its switch, known before L is. */
export function placeKey({ hostTag, customerTag }: Segment, place: Place): string {
  const port = place.number;
  if (!isMachinePlace(place)) return mapEntryKey({ kind: "trunk", port, hostTag, customerTag });
  return mapEntryKey({ kind: "attachment", port, clientVlan: place.clientVlan });
}

/** A port with one cable: of a rack, a cloud system, or another switch of the datacenter. */
export function cabledPort(number: PortNumber, kind: "client" | "cloud" | "trunk"): DesiredPort {
  return { number, kind };
}
