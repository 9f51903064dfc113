/** What a switch's kernel holds, as read back: the whole of what the planner looks at. */
import { alike } from "./alike";
import type { Filter } from "./filter";
import { type FullQuotas, type KnownDestinations, NO_FULL_QUOTA, NONE_KNOWN } from "./serving";

export interface Actual {
  readonly links: readonly ActualLink[];
  /** Devices whose ingress can hold rules (a clsact or ingress qdisc is there). */
  readonly ingress: readonly string[];
  readonly filters: readonly ActualFilter[];
  readonly vlans: readonly ActualVlan[];
  /** Addresses behind the attachments whose quota they fill: what the agent remembers of earlier readings too. */
  readonly fullQuotas: FullQuotas;
  /** Destinations that a bridge has learned at other ports of the attachments' segments. */
  readonly known: KnownDestinations;
  /** Where a bridge has learned others beside the addresses of full quotas. */
  readonly overfull: readonly ActualSegmentPort[];
}

export interface ActualLink {
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  /** IP addresses, IPv4 and IPv6; absent where nobody asked. */
  readonly addresses?: readonly string[];
  readonly alias: string | null;
  /** "bridge", "veth" and so on; null for hardware. */
  readonly kind: string | null;
  readonly master: string | null;
  /** Name of a veth's other end when it is in the same namespace. */
  readonly peer: string | null;
  /** True when the kernel gives the link no IPv6 address of its own; null where there is no IPv6. */
  readonly quiet: boolean | null;
  /** True when the link takes in frames that are not addressed to itself. */
  readonly promiscuous: boolean;
  readonly bridge: BridgeSettings | null;
  /** Most frames in one large segment (GSO); absent where the kernel does not tell. */
  readonly segments?: number;
  /** Set for tunnel interfaces of the kinds that we make. */
  readonly tunnel: ActualTunnel | null;
}

/** A tunnel interface's settings as text, so that any one that differs is seen. */
export type ActualTunnel = Readonly<Record<string, string | number | boolean>>;

export interface BridgeSettings {
  readonly vlanFiltering: boolean;
  readonly vlanProtocol: string;
  readonly defaultPvid: number;
  readonly multicastSnooping: boolean;
  readonly spanningTree: boolean;
  /** Most addresses that it learns, 0 for as many as come; absent where the kernel or iproute2 knows no such limit. */
  readonly learnedMost?: number;
}

export interface ActualFilter {
  readonly filter: Filter;
  /** True when one of its actions carries our cookie. */
  readonly ours: boolean;
  /** Frames that met the rule. */
  readonly met: number;
  /** Frames that came through to its last action, all of `met` unless it has a limit, and their octets as the kernel counts them. */
  readonly frames: number;
  readonly octets: number;
}

/** A segment at a port of a bridge. */
export interface ActualSegmentPort {
  readonly device: string;
  readonly vid: number;
}

export interface ActualVlan extends ActualSegmentPort {
  /** Membership flags that none of ours has: "PVID", "Egress Untagged". */
  readonly flags: readonly string[];
}

/** True when two readings differ in what rules counted, if in anything. */
export function isSameButCounts(a: Actual, b: Actual): boolean {
  return (
    hasSameRules(a.filters, b.filters) &&
    (a.vlans === b.vlans || alike(a.vlans, b.vlans)) &&
    alike([a.links, a.ingress, a.overfull], [b.links, b.ingress, b.overfull]) &&
    alike([...a.fullQuotas], [...b.fullQuotas]) &&
    alike([...a.known], [...b.known])
  );
}

/** True when two readings have the same rules: those that are read over and over are the same objects. */
export function hasSameRules(a: Actual["filters"], b: Actual["filters"]): boolean {
  return (
    a.length === b.length && a.every(({ filter, ours }, index) => filter === b[index]?.filter && ours === b[index].ours)
  );
}

/** An empty kernel, for a first plan without one. */
export const NOTHING: Actual = {
  links: [],
  ingress: [],
  filters: [],
  vlans: [],
  fullQuotas: NO_FULL_QUOTA,
  known: NONE_KNOWN,
  overfull: [],
};
