/** The rules of map 118 (seed para 50), one function a kind: which frames of which device, and what is done to them. */
import type { Filter, FilterAction, TagProtocol } from "./filter";
import { adapterDevice, lineDevice, portDevice, wireDevice } from "./names";
import type { Mac, MapEntry, MplsLabel, PortNumber } from "./protocol";

/** Priorities on the ingress of a port's devices that are the agent's; every other one is free for the operator. */
export const PRIORITY = { entry: 10, refuseCustomer: 20, refuseService: 21, untagged: 30, drop: 65_000 } as const;
/** Hops that a label lives (RFC 3032). */
const LABEL_TTL = 64;
const MATCHALL_HANDLE = 1;

const push = (id: number, protocol: TagProtocol): FilterAction => ({ kind: "push", id, protocol });
const redirect = (device: string): FilterAction => ({ kind: "redirect", device });
const POP: FilterAction = { kind: "pop" };

function everyFrame(device: string, priority: number, protocol: string, actions: readonly FilterAction[]): Filter {
  return { device, priority, protocol, handle: MATCHALL_HANDLE, match: { kind: "every" }, actions };
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

/** In at the port: client frames get C, then S, then the segment number on top, and enter the bridge (block 410). */
export function inRule(entry: MapEntry): Filter {
  const device = portDevice(entry.port);
  const inside = [push(entry.segment, "802.1ad"), redirect(adapterDevice(entry.port))];
  if (entry.kind === "trunk") {
    const match = { kind: "pair", outer: entry.hostTag, inner: entry.customerTag } as const;
    return { device, priority: PRIORITY.entry, protocol: "802.1ad", handle: entry.segment, match, actions: inside };
  }
  const actions = [push(entry.customerTag, "802.1Q"), push(entry.hostTag, "802.1ad"), ...inside];
  if (entry.clientVlan === "untagged") return everyFrame(device, PRIORITY.untagged, "all", actions);
  const match = { kind: "vlan", vlan: entry.clientVlan } as const;
  return { device, priority: PRIORITY.entry, protocol: "802.1Q", handle: entry.clientVlan, match, actions };
}

/** Out at the port: a client gets its frame as it was sent (seed para 47); on a trunk the pair stays on. */
export function outRule(entry: MapEntry): Filter {
  const pops = entry.kind === "trunk" ? [POP] : [POP, POP, POP];
  return {
    device: adapterDevice(entry.port),
    priority: PRIORITY.entry,
    protocol: "802.1ad",
    handle: entry.segment,
    match: { kind: "vlan", vlan: entry.segment },
    actions: [...pops, redirect(portDevice(entry.port))],
  };
}

/** Towards the far datacenter: tag 3, its VPLS label, in front of the frame, in an Ethernet header of the line. */
export function labelOutRule(port: PortNumber, label: MplsLabel, farMac: Mac, nearMac: string): Filter {
  return everyFrame(wireDevice(port), PRIORITY.entry, "all", [
    { kind: "push-label", label, ttl: LABEL_TTL },
    { kind: "push-ethernet", destination: farMac, source: nearMac },
    redirect(lineDevice(port)),
  ]);
}

/** From the far datacenter: only the agreed label is opened; other labels on the line are not ours. */
export function labelInRule(port: PortNumber, label: MplsLabel): Filter {
  return {
    device: lineDevice(port),
    priority: PRIORITY.entry,
    protocol: "mpls_uc",
    handle: label,
    match: { kind: "label", label },
    actions: [{ kind: "pop-ethernet" }, { kind: "pop-label" }, redirect(wireDevice(port))],
  };
}
