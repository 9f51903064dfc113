import {
  type DesiredPort,
  type MapEntry,
  mapEntryKey,
  type PortNumber,
  probeAddress,
  type SegmentNumber,
} from "@/agent/protocol";
import type { Accepts } from "./accepts";
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
    ...(terms.probes.length === 0 ? {} : { probes: [...terms.probes] }),
    ...(terms.loopUntil === null ? {} : { loopUntil: terms.loopUntil }),
  };
}

/** The key of that row: unique on its switch, known before L is. */
export function placeKey({ hostTag, customerTag }: Segment, place: Place): string {
  const port = place.number;
  if (!isMachinePlace(place)) return mapEntryKey({ kind: "trunk", port, hostTag, customerTag });
  return mapEntryKey({ kind: "attachment", port, clientVlan: place.clientVlan });
}

/**
 * A port of a rack or a cloud system.
 *
 * @param switchNumber of its switch in the federation: the port's probe point derives from it
 * @param accepts the setting of the rack behind it
 */
export function cabledPort(
  switchNumber: number,
  number: PortNumber,
  kind: "client" | "cloud",
  accepts: Accepts = "both",
): DesiredPort {
  const port = { number, kind, probe: probeAddress(switchNumber, number) };
  return accepts === "both" ? port : { ...port, accepts };
}
