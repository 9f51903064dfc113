/** The rules of map 118 (seed para 50), one function a kind: which frames of which device, and what is done to them. */
import { exitChain, hasChains } from "./chains";
import { type Filter, type FilterAction, ONLY_HANDLE, type TagProtocol } from "./filter";
import { adapterDevice, portDevice } from "./names";
import { CHAIN_PRIORITY, PRIORITY } from "./priority";
import type { PortNumber, TwoWayEntry } from "./protocol";
import { relayIn, relayOut } from "./relay-rules";
import { placeOfSegment } from "./segment-place";
import { customerTagOff, customerTagOn, ownFrames } from "./series";
import { bandwidthLimit } from "./served-rules";

const push = (id: number, protocol: TagProtocol): FilterAction => ({ kind: "push", id, protocol });
const redirect = (device: string): FilterAction => ({ kind: "redirect", device });
const POP: FilterAction = { kind: "pop" };

function everyFrame(device: string, priority: number, protocol: string, actions: readonly FilterAction[]): Filter {
  return { device, priority, protocol, handle: ONLY_HANDLE, match: { kind: "every" }, actions };
}

/** A drill: in front of all others, nothing comes in. */
export function shutRule(device: string): Filter {
  return everyFrame(device, PRIORITY.shut, "all", [{ kind: "drop" }]);
}

/** Isolation: what no rule admits dies where it came in. */
export function defaultDrop(device: string): Filter {
  return everyFrame(device, PRIORITY.drop, "all", [{ kind: "drop" }]);
}

/**
 * In front of an untagged attachment: frames whose outermost tag nobody declared must not slip into it.
 * The kernel takes the outer tag off before rules are asked and `protocol` is that tag's EtherType, so these two catch
 * every tagged frame, a priority tag (VLAN 0) included. Other EtherTypes (0x9100 too) are payload to IEEE 802.1Q.
 */
export function refuseTagged(port: PortNumber): Filter[] {
  const device = portDevice(port);
  return [
    everyFrame(device, PRIORITY.refuseCustomer, "802.1Q", [{ kind: "drop" }]),
    everyFrame(device, PRIORITY.refuseService, "802.1ad", [{ kind: "drop" }]),
  ];
}

/** In at the port: client frames get the segment's own VLAN id if it is another, then C, S, the segment's VLAN on top, and enter its bridge (block 410). */
export function inRule(entry: TwoWayEntry): Filter {
  if (entry.kind === "relay") return relayIn(entry);
  const device = portDevice(entry.port);
  const { bridge, vid } = placeOfSegment(entry.segment);
  const inside = [push(vid, "802.1ad"), redirect(adapterDevice(entry.port, bridge))];
  if (entry.kind === "trunk") {
    const match = { kind: "pair", outer: entry.hostTag, inner: entry.customerTag } as const;
    return { device, priority: PRIORITY.entry, protocol: "802.1ad", handle: entry.segment, match, actions: inside };
  }
  const limit = bandwidthLimit(entry, "in");
  const actions = [...limit, ...customerTagOn(entry), push(entry.hostTag, "802.1ad"), ...inside];
  if (hasChains(entry)) {
    const place = {
      device,
      chain: exitChain(entry),
      priority: CHAIN_PRIORITY.pass,
      protocol: "all",
      handle: ONLY_HANDLE,
    };
    return { ...place, match: { kind: "any" }, actions };
  }
  const own = ownFrames(entry);
  if (own === null) return everyFrame(device, PRIORITY.untagged, "all", actions);
  return { device, ...own, actions };
}

/** Out at the port: a client gets its frame as it was sent (seed para 47), under its own VLAN id; on a trunk the pair stays on. */
export function outRule(entry: TwoWayEntry): Filter {
  if (entry.kind === "relay") return relayOut(entry);
  const { bridge, vid } = placeOfSegment(entry.segment);
  const changes = entry.kind === "trunk" ? [POP] : [POP, POP, ...customerTagOff(entry)];
  return {
    device: adapterDevice(entry.port, bridge),
    priority: PRIORITY.entry,
    protocol: "802.1ad",
    handle: vid,
    match: { kind: "vlan", vlan: vid },
    actions: [...bandwidthLimit(entry, "out"), ...changes, redirect(portDevice(entry.port))],
  };
}
