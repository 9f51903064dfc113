/**
 * How probes get in and out at a port. The probe program's frames come out at `q-1`, which lets each in at the port whose
 * probe point sent it: from there on they meet what the tenant's frames meet. Those for a port end before its way out.
 * Nobody behind a cable may send such frames: only the program's bear a mark.
 */
import { type Attachment, exitChain, hasChains } from "./chains";
import type { Filter, FilterAction } from "./filter";
import { HEARTBEAT_PROTOCOL } from "./heartbeat-address";
import { adapterDevice, PROBE_DEVICES, portDevice, wireDevice } from "./names";
import { CHAIN_PRIORITY, PRIORITY } from "./priority";
import { type Mac, type PortNumber, PROBE_ADDRESSES, type Relay } from "./protocol";
import { relayedFrames, relayIn } from "./relay-rules";
import { placeOfSegment } from "./segment-place";
import { type MachineEntry, ownFrames } from "./series";

const HANDLE = 1;
/** Of frames that the probe program sends; the network of the switch's own kernel uses no marks. */
const MARK = 0xd07e;
/** The highest number that a tag can say: machines' ports beyond it have no loopback. */
const MOST_IN_TAG = 4094;
const DROP: FilterAction = { kind: "drop" };
const CONTINUE: FilterAction = { kind: "continue" };
/** A probe, or a frame in loopback, comes to the program. */
export const OUT_TO_PROGRAM: FilterAction = { kind: "redirect", device: PROBE_DEVICES.fabric };

/** Every probe point's address, as tc has it. */
export const PROBE_RANGE = `${PROBE_ADDRESSES}:00:00:00:00/16`;

/** Whether an address is a probe point's, and so nobody's machine. */
export function isProbeAddress(mac: string): boolean {
  return mac.startsWith(`${PROBE_ADDRESSES}:`);
}

/** What the program sends from a probe point. @param handle of the point's alone, a port's number for a port's */
export function sentByProgram(probe: Mac, handle: number, actions: readonly FilterAction[]): Filter {
  const place = { device: PROBE_DEVICES.fabric, priority: PRIORITY.entry, protocol: "all", handle };
  return { ...place, match: { kind: "frame", keys: { source: probe } }, actions };
}

/** At a machine's port: what its probe point sends comes in there, as the machine's frames do. */
export function probeIn(port: PortNumber, probe: Mac): Filter {
  return sentByProgram(probe, port, [
    { kind: "mark", mark: MARK },
    { kind: "enter", device: portDevice(port) },
  ]);
}

/** At a port between switches: what its probe point sends leaves by it, under the tags that the program gave it. */
export function probeBack(port: PortNumber, probe: Mac): Filter {
  return sentByProgram(probe, port, [{ kind: "redirect", device: portDevice(port) }]);
}

function probeEnd(device: string, probe: Mac): Filter {
  const place = { device, priority: PRIORITY.probeEnd, protocol: "all", handle: HANDLE };
  return { ...place, match: { kind: "frame", keys: { destination: probe } }, actions: [OUT_TO_PROGRAM] };
}

/** At a port between switches: probes for it end when they come in. */
export function probeEndAtPort(port: PortNumber, probe: Mac): Filter {
  return probeEnd(portDevice(port), probe);
}

/** At the uplink of a switch in front: probes for a machine's port that it leads to end there. */
export function probeEndAtUplink(uplink: PortNumber, port: PortNumber, probe: Mac): Filter {
  return { ...probeEnd(portDevice(uplink), probe), priority: PRIORITY.frontProbeEnd, handle: port };
}

/** At the uplink of a switch in front: no other probe leaves by the machines' ports. */
export function straysAtUplink(uplink: PortNumber): Filter {
  return strayProbes(portDevice(uplink));
}

function strayProbes(device: string): Filter {
  const place = { device, priority: PRIORITY.strayProbe, protocol: "all", handle: HANDLE };
  return { ...place, match: { kind: "frame", keys: { destination: PROBE_RANGE } }, actions: [DROP] };
}

/** At a machine's port: probes for it end before they leave, and no other probe leaves. */
export function probeEndsAtAdapter(port: PortNumber, bridge: number, probe: Mac): Filter[] {
  const device = adapterDevice(port, bridge);
  return [probeEnd(device, probe), strayProbes(device)];
}

/** Frames that came by the cable with a probe's address end there. */
export function refuseForged(port: PortNumber): Filter[] {
  const place = { device: portDevice(port), protocol: "all", handle: HANDLE, actions: [DROP] };
  return [
    { ...place, priority: PRIORITY.forgedDestination, match: { kind: "forged", address: "destination" } },
    { ...place, priority: PRIORITY.forgedSource, match: { kind: "forged", address: "source" } },
  ];
}

/** Counts the probes among an entry's frames, just before the rule that counts them all. */
export function probeCount(entry: MachineEntry): Filter {
  const device = portDevice(entry.port);
  const source = PROBE_RANGE;
  const all = { device, protocol: "all", handle: HANDLE, match: { kind: "frame", keys: { source } } } as const;
  if (entry.kind === "attachment" && hasChains(entry)) {
    return { ...all, chain: exitChain(entry), priority: CHAIN_PRIORITY.probeCount, actions: [CONTINUE] };
  }
  const own = entry.kind === "relay" ? ownAtRelay(entry) : ownFrames(entry);
  if (own === null) return { ...all, priority: PRIORITY.untaggedProbeCount, actions: [CONTINUE] };
  const isUnderTag = entry.kind === "attachment" && entry.customerTagged === true;
  const vlan = isUnderTag ? entry.customerTag : Number(entry.clientVlan);
  const match = { kind: "frame", keys: { vlan, source } } as const;
  return { device, ...own, priority: PRIORITY.probeCount, match, actions: [CONTINUE] };
}

function ownAtRelay(entry: Relay): Pick<Filter, "protocol" | "handle"> | null {
  const { protocol, handle } = relayIn(entry);
  return entry.clientVlan === "untagged" ? null : { protocol, handle };
}

/** Counts the probes among what leaves towards a switch in front, where they end: the tenant's count is without them. */
export function probeCountOut({ port, segment }: Attachment): Filter {
  const { bridge, vid } = placeOfSegment(segment);
  return {
    device: adapterDevice(port, bridge),
    priority: PRIORITY.probeCountOut,
    protocol: "802.1ad",
    handle: vid,
    match: { kind: "frame", keys: { vlan: vid, destination: PROBE_RANGE } },
    actions: [CONTINUE],
  };
}

/** Loopback: what would leave goes to the program, under a tag that says the port, and comes in again at the port. */
export function loopRules(entry: MachineEntry): Filter[] {
  const { port } = entry;
  if (entry.loopUntil === undefined || port > MOST_IN_TAG) return [];
  const actions: FilterAction[] = [{ kind: "push", id: port, protocol: "802.1ad" }, OUT_TO_PROGRAM];
  const out: Filter = { ...leavingFrames(entry), priority: PRIORITY.loop, actions };
  const back: Filter = {
    device: PROBE_DEVICES.fabric,
    priority: PRIORITY.thirdTag,
    protocol: "802.1ad",
    handle: port,
    match: { kind: "vlan", vlan: port },
    actions: [{ kind: "pop" }, { kind: "mark", mark: MARK }, { kind: "enter", device: portDevice(port) }],
  };
  return [out, back];
}

function leavingFrames(entry: MachineEntry): Omit<Filter, "priority" | "actions"> {
  if (entry.kind === "relay") return relayedFrames(entry);
  const { bridge, vid } = placeOfSegment(entry.segment);
  const match = { kind: "vlan", vlan: vid } as const;
  return { device: adapterDevice(entry.port, bridge), protocol: "802.1ad", handle: vid, match };
}

/** A heartbeat whose path has no rule must not follow the tenants' frames onto another path. */
export function strayHeartbeats(port: PortNumber): Filter {
  const place = { device: wireDevice(port), priority: PRIORITY.strayHeartbeat, protocol: HEARTBEAT_PROTOCOL };
  return { ...place, handle: HANDLE, match: { kind: "any" }, actions: [DROP] };
}
