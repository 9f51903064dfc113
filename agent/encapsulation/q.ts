import { lineDevice } from "../names";
import type { LineEnd } from "../protocol";
import type { Encapsulation } from "./encapsulation";
import { TAG } from "./overhead";
import { admitThirdTag, POP_THIRD_TAG, pushThirdTag } from "./third-tag";

/** Tag 3 as a third Q tag on the frame itself (seed para 101). */
export const q: Encapsulation<LineEnd> = {
  tunnel: () => null,
  device: (link) => lineDevice(link.number),
  admit: (_, tag) => admitThirdTag(tag),
  open: () => POP_THIRD_TAG,
  close: (_, tag) => pushThirdTag(tag),
  wire: {
    name: "third Q tag",
    longHaul: null,
    tags: (tag) => [{ kind: "datacenter", value: tag, format: 0x8100 }],
    overhead: TAG,
  },
};
