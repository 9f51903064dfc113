/**
 * Another VLAN id at a port: the segment's frames carry one id under the pair, and the machine behind this port another.
 * Only the id changes; priority and drop eligibility of the tag stay (IEEE 802.1Q 9.6).
 */
import type { Attachment } from "./chains";
import type { FilterAction } from "./filter";
import type { ClientVlan } from "./protocol";

/** On the way in: from the port's own id to the segment's. Empty where both are one, and the tag is then untouched. */
export function retagIn({ clientVlan, innerVlan = clientVlan }: Attachment): FilterAction[] {
  return retag(clientVlan, innerVlan);
}

/** On the way out: from the segment's id to the port's own. */
export function retagOut({ clientVlan, innerVlan = clientVlan }: Attachment): FilterAction[] {
  return retag(innerVlan, clientVlan);
}

/** From one form to another: a tag is put on, taken off or renumbered. */
export function retag(from: ClientVlan, to: ClientVlan): FilterAction[] {
  if (from === to) return [];
  if (to === "untagged") return [{ kind: "pop" }];
  if (from === "untagged") return [{ kind: "push", id: to, protocol: "802.1Q" }];
  return [{ kind: "retag", id: to }];
}
