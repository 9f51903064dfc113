import { greDevice } from "../names";
import { PRIORITY } from "../priority";
import type { ProviderEnd } from "../protocol";
import type { Encapsulation } from "./encapsulation";
import { firstLabel, outerLabel } from "./labels";
import { ETHERNET_HEADER, GRE_HEADER, IPV4_HEADER, LABEL } from "./overhead";

const TUNNEL_OVERHEAD = IPV4_HEADER + GRE_HEADER;

/** Tag 4 as a label over tag 3 as a label over the frame, in GRE (seed para 104; RFC 4023). */
export const mplsGre: Encapsulation<ProviderEnd> = {
  tunnel: ({ number, local, remote, mtu }) => ({
    kind: "gre",
    device: greDevice(number),
    local,
    remote,
    mtu: mtu - TUNNEL_OVERHEAD,
  }),
  device: ({ number }) => greDevice(number),
  admit: ({ longHaul }, tag) => ({
    priority: PRIORITY.entry,
    protocol: "mpls_uc",
    handle: tag,
    match: { kind: "label-pair", outer: longHaul, inner: tag },
  }),
  open: () => [{ kind: "pop-outer-label" }, { kind: "pop-label" }],
  close: ({ longHaul }, tag) => [firstLabel(tag), outerLabel(longHaul)],
  framesOneByOne: true,
  wire: {
    name: "MPLS labels in GRE",
    // A label has 20 bits, and the first 16 are reserved (RFC 3032 section 2.1).
    longHaul: { name: "MPLS label", least: 16, most: 1_048_575 },
    tags: (tag, longHaul) => [
      { kind: "long-haul", value: longHaul ?? 0, format: 0x8847 },
      { kind: "datacenter", value: tag, format: 0x8847 },
    ],
    overhead: TUNNEL_OVERHEAD + 2 * LABEL + ETHERNET_HEADER,
  },
};
