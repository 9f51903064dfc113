import { nvgreDevice } from "../names";
import type { ProviderEnd } from "../protocol";
import type { Encapsulation } from "./encapsulation";
import { ETHERNET_HEADER, GRE_HEADER, GRE_KEY, IPV4_HEADER, TAG } from "./overhead";
import { admitThirdTag, POP_THIRD_TAG, pushThirdTag } from "./third-tag";

const TUNNEL_OVERHEAD = IPV4_HEADER + GRE_HEADER + GRE_KEY + ETHERNET_HEADER;
/** The key is the 24-bit VSID and, below it, 8 bits of flow id (RFC 7637 section 3.2). */
const FLOW_ID_VALUES = 256;

/** Tag 4 as the virtual subnet id, tag 3 as a third Q tag inside (seed para 104; RFC 7637). */
export const nvgre: Encapsulation<ProviderEnd> = {
  tunnel: ({ number, local, remote, longHaul, mtu }) => ({
    kind: "gretap",
    device: nvgreDevice(number),
    key: longHaul * FLOW_ID_VALUES,
    local,
    remote,
    mtu: mtu - TUNNEL_OVERHEAD,
  }),
  device: ({ number }) => nvgreDevice(number),
  admit: (_, tag) => admitThirdTag(tag),
  open: () => POP_THIRD_TAG,
  close: (_, tag) => pushThirdTag(tag),
  wire: {
    name: "NVGRE",
    // Smaller ones are reserved, and the largest is the vendors' (RFC 7637 section 3.3).
    longHaul: { name: "Segment ID (VSID)", least: 4_096, most: 16_777_214 },
    tags: (tag, longHaul) => [
      { kind: "long-haul", value: longHaul ?? 0, format: "NVGRE" },
      { kind: "datacenter", value: tag, format: 0x8100 },
    ],
    overhead: TUNNEL_OVERHEAD + TAG,
  },
};
