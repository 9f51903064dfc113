/** What a machine's port takes in at all, whatever is declared there: tagged frames, untagged ones, or both. */
import type { Filter } from "./filter";
import { portDevice } from "./names";
import { PRIORITY } from "./priority";
import type { DesiredPort } from "./protocol";
import { refuseTagged } from "./rules";

/**
 * Drops what the port does not accept, before anything of the map is asked: every tagged frame (IEEE 802.1Q and 802.1ad,
 * a priority tag among them), or every untagged one. The kernel has taken the outer tag off before rules are asked, so
 * tagged frames are met by their protocol, and what is left after them is untagged.
 */
export function acceptRules(port: DesiredPort): Filter[] {
  if (port.kind !== "client" && port.kind !== "cloud") return [];
  if (port.accepts === undefined) return [];
  const device = portDevice(port.number);
  const at = (priority: number, protocol: string): Filter => {
    const match = { kind: "every" } as const;
    return { device, priority, protocol, handle: 1, match, actions: [{ kind: "drop" }] };
  };
  if (port.accepts === "untagged") {
    return [at(PRIORITY.unacceptedCustomer, "802.1Q"), at(PRIORITY.unacceptedService, "802.1ad")];
  }
  return [...refuseTagged(port.number), at(PRIORITY.unacceptedUntagged, "all")];
}

/** True of a rule that drops what a port does not accept; on other devices the same priorities mean something else. */
export function isUnaccepted({ priority, protocol, match, actions }: Filter): boolean {
  const isEvery = match.kind === "every" && actions.length === 1 && actions[0]?.kind === "drop";
  const places = { "802.1Q": PRIORITY.unacceptedCustomer, "802.1ad": PRIORITY.unacceptedService };
  const at = protocol === "802.1Q" || protocol === "802.1ad" ? places[protocol] : PRIORITY.unacceptedUntagged;
  return isEvery && priority === at;
}
