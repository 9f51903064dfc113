import type { WireForm, WireTag } from "@/agent/encapsulation/encapsulation";
import type { LineEncapsulation, ProviderEncapsulation } from "@/agent/protocol";

const label = (kind: WireTag["kind"], value: number | null): WireTag[] =>
  value === null ? [] : [{ kind, value, format: 0x8847 }];

const FORMS: Readonly<Record<LineEncapsulation | ProviderEncapsulation, WireForm>> = {
  vpls: { name: "VPLS label", overhead: 18, tags: (tag) => label("datacenter", tag) },
  q: { name: "third Q tag", overhead: 4, tags: (tag) => [{ kind: "datacenter", value: tag, format: 0x8100 }] },
  vxlan: {
    name: "VXLAN",
    overhead: 54,
    tags: (tag, longHaul) => [
      { kind: "long-haul", value: longHaul ?? 0, format: "VXLAN" },
      { kind: "datacenter", value: tag, format: 0x8100 },
    ],
  },
  nvgre: {
    name: "NVGRE",
    overhead: 46,
    tags: (tag, longHaul) => [
      { kind: "long-haul", value: longHaul ?? 0, format: "NVGRE" },
      { kind: "datacenter", value: tag, format: 0x8100 },
    ],
  },
  "mpls-gre": {
    name: "MPLS labels in GRE",
    overhead: 46,
    tags: (tag, longHaul) => [...label("long-haul", longHaul), ...label("datacenter", tag)],
  },
};

/** How a link's encapsulation is on the wire. */
export function wireFormOf(encapsulation: LineEncapsulation | ProviderEncapsulation): WireForm {
  return FORMS[encapsulation];
}
