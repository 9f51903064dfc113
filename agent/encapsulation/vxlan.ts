import { vxlanDevice } from "../names";
import type { ProviderEnd } from "../protocol";
import type { Encapsulation } from "./encapsulation";
import { ETHERNET_HEADER, IPV4_HEADER, TAG, UDP_HEADER, VXLAN_HEADER } from "./overhead";
import { admitThirdTag, POP_THIRD_TAG, pushThirdTag } from "./third-tag";

const TUNNEL_OVERHEAD = IPV4_HEADER + UDP_HEADER + VXLAN_HEADER + ETHERNET_HEADER;

/** Tag 4 as the VNI, tag 3 as a third Q tag inside (seed para 104; RFC 7348). */
export const vxlan: Encapsulation<ProviderEnd> = {
  tunnel: ({ number, local, remote, longHaul, mtu }) => ({
    kind: "vxlan",
    device: vxlanDevice(number),
    id: longHaul,
    local,
    remote,
    mtu: mtu - TUNNEL_OVERHEAD,
  }),
  device: ({ number }) => vxlanDevice(number),
  admit: (_, tag) => admitThirdTag(tag),
  open: () => POP_THIRD_TAG,
  close: (_, tag) => pushThirdTag(tag),
  wire: {
    name: "VXLAN",
    longHaul: { name: "Segment ID (VNI)", least: 16, most: 16_777_215 },
    tags: (tag, longHaul) => [
      { kind: "long-haul", value: longHaul ?? 0, format: "VXLAN" },
      { kind: "datacenter", value: tag, format: 0x8100 },
    ],
    overhead: TUNNEL_OVERHEAD + TAG,
  },
};
