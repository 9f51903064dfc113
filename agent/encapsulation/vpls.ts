import { lineDevice } from "../names";
import { PRIORITY } from "../priority";
import type { LineEnd } from "../protocol";
import type { Encapsulation } from "./encapsulation";
import { firstLabel } from "./labels";
import { ETHERNET_HEADER, LABEL } from "./overhead";

/** Tag 3 as an MPLS label in front of the frame, in an Ethernet header of the line (seed para 57; RFC 4448, no control word). */
export const vpls: Encapsulation<LineEnd> = {
  tunnel: () => null,
  device: (link) => lineDevice(link.number),
  admit: (_, tag) => ({
    priority: PRIORITY.entry,
    protocol: "mpls_uc",
    handle: tag,
    match: { kind: "label", label: tag },
  }),
  open: () => [{ kind: "pop-ethernet" }, { kind: "pop-label" }],
  close: ({ farMac }, tag, nearMac) => {
    if (farMac === null || nearMac === null) return null;
    return [firstLabel(tag), { kind: "push-ethernet", destination: farMac, source: nearMac }];
  },
  wire: {
    name: "VPLS label",
    longHaul: null,
    tags: (tag) => [{ kind: "datacenter", value: tag, format: 0x8847 }],
    overhead: LABEL + ETHERNET_HEADER,
  },
};
