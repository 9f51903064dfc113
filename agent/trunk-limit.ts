/** What a cable to another switch carries whole: larger frames end before they leave, and are counted. */
import { type Filter, filterPlace, ONLY_HANDLE } from "./filter";
import { adapterDevice } from "./names";
import { sizeLimit } from "./police";
import { PRIORITY } from "./priority";
import type { DesiredPort, PortNumber } from "./protocol";

/**
 * In front of the rules that let frames out of a bridge to a trunk. There the kernel holds the segment number beside the
 * frame, which does not leave: host and customer tag are in the octets that it counts. A NIC may carry more than its MTU
 * says, Linux's own cables 8 octets more (one tag beside the frame, and room for one): what is told is what passes.
 *
 * @returns null where nothing is known of the cable
 */
export function trunkLimit(port: DesiredPort, bridge: number): Filter | null {
  if (port.kind !== "trunk" || port.mostOctets === undefined) return null;
  return {
    ...placeOf(port.number, bridge),
    protocol: "all",
    match: { kind: "any" },
    actions: [sizeLimit(port.mostOctets), { kind: "continue" }],
  };
}

function placeOf(port: PortNumber, bridge: number) {
  return { device: adapterDevice(port, bridge), priority: PRIORITY.tooLarge, handle: ONLY_HANDLE };
}

/** Where that rule stands, whatever it lets pass. */
export function trunkLimitPlace(port: PortNumber, bridge: number): string {
  return filterPlace(placeOf(port, bridge));
}
