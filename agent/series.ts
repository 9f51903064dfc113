/**
 * Two switches in series (seed para 55): what is different at the second one's port, where the first has given the frames
 * their customer tag already. Everywhere else one switch gives both tags.
 */
import { type Attachment, hasChains } from "./chains";
import type { Filter, FilterAction } from "./filter";
import { retagIn, retagOut } from "./inner-vlan";
import { PRIORITY } from "./priority";
import type { MapEntry, Relay } from "./protocol";

/** Of the rule for untagged frames that carry a customer tag; no VLAN has this number. */
const UNTAGGED_HANDLE = 4096;
const POP: FilterAction = { kind: "pop" };

/** Which frames of the port are the attachment's; null for untagged ones, which are what no other rule takes. */
export function ownFrames(entry: Attachment): Pick<Filter, "priority" | "protocol" | "handle" | "match"> | null {
  const { clientVlan, customerTag } = entry;
  const place = { priority: PRIORITY.entry, protocol: "802.1Q" };
  if (clientVlan === "untagged") {
    if (entry.customerTagged !== true) return null;
    return { ...place, handle: UNTAGGED_HANDLE, match: { kind: "vlan", vlan: customerTag } };
  }
  if (entry.customerTagged !== true) return { ...place, handle: clientVlan, match: { kind: "vlan", vlan: clientVlan } };
  return { ...place, handle: clientVlan, match: { kind: "pair", outer: customerTag, inner: clientVlan } };
}

/** Whether frames are under their customer tag when the rule that leads into the switch meets them: chains take it off first. */
function isUnderTag(entry: Attachment): boolean {
  return entry.customerTagged === true && !hasChains(entry);
}

/** Before the attachment's chains are asked: they look at frames as the client sends them. */
export function bareForChains(entry: Attachment): FilterAction[] {
  return entry.customerTagged === true ? [POP] : [];
}

/** From the port's frame to one with the segment's own VLAN id under its customer tag. */
export function customerTagOn(entry: Attachment): FilterAction[] {
  const tag: FilterAction = { kind: "push", id: entry.customerTag, protocol: "802.1Q" };
  const own = retagIn(entry);
  if (!isUnderTag(entry)) return [...own, tag];
  return own.length === 0 ? [] : [POP, ...own, tag];
}

/** The way back: where the switch in front takes the customer tag off, it stays on. */
export function customerTagOff(entry: Attachment): FilterAction[] {
  const own = retagOut(entry);
  if (entry.customerTagged !== true) return [POP, ...own];
  return own.length === 0 ? [] : [POP, ...own, { kind: "push", id: entry.customerTag, protocol: "802.1Q" }];
}

/** An entry at whose port a machine's own frames come in. */
export type MachineEntry = Attachment | Relay;

/** Whether a machine's own frames come in at the entry's port: behind a switch in front that one has them. */
export function isAtMachine(entry: MapEntry): entry is MachineEntry {
  return entry.kind === "relay" || (entry.kind === "attachment" && entry.customerTagged !== true);
}

/** Whether a port, with all of its entries, has its cable from a switch in front: it is one between switches then. */
export function isBehindFront(entries: readonly MapEntry[]): boolean {
  return entries.length > 0 && entries.every((entry) => entry.kind === "attachment" && entry.customerTagged === true);
}
