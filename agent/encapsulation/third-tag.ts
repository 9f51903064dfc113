import type { FilterAction } from "../filter";
import { PRIORITY } from "../priority";
import type { DatacenterTag } from "../protocol";
import type { Admission } from "./encapsulation";

/** Tag 3 as a third Q tag: 802.1Q, TPID 0x8100, outermost, over S (seed para 101). */
export function admitThirdTag(tag: DatacenterTag): Admission {
  return { priority: PRIORITY.thirdTag, protocol: "802.1Q", handle: tag, match: { kind: "vlan", vlan: tag } };
}

export function pushThirdTag(tag: DatacenterTag): readonly FilterAction[] {
  return [{ kind: "push", id: tag, protocol: "802.1Q" }];
}

export const POP_THIRD_TAG: readonly FilterAction[] = [{ kind: "pop" }];
