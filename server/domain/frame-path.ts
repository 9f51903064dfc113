import type {
  ClientVlan,
  CustomerTag,
  DatacenterTag,
  Direction,
  HostTag,
  LineEncapsulation,
  LongHaulId,
  PortNumber,
  ProviderEncapsulation,
  SegmentNumber,
} from "@/agent/protocol";
import type { StackTag } from "./tag-stack";

/** The way of a frame, from a rack to a resource or back: devices, and between and inside them the frame as it is there. */
export interface FramePath {
  readonly direction: "to_resource" | "to_rack";
  readonly hops: readonly Hop[];
  readonly legs: readonly Leg[];
  /** Largest layer 2 payload, in octets, that the client can send without its own tag counted: the smallest over all legs. */
  readonly mtu: number;
  /** The leg that leaves less than Ethernet's own limit and so makes `mtu` what it is; null when none does. */
  readonly limit: string | null;
}

export type Hop = MachineHop | SwitchHop | ProviderHop;

export interface MachineHop {
  readonly kind: "machine";
  readonly id: string;
  readonly role: "rack" | "resource";
  readonly name: string;
  readonly datacenter: string;
}

export interface SwitchHop {
  readonly kind: "switch";
  readonly id: string;
  /**
   * A switch in front of another gives and takes the customer tag alone: no segment, no learning (seed para 55). A transit
   * switch passes frames on by tag 3 alone: no map, no learning, no counters (seed para 101).
   */
  readonly role: "bridge" | "front" | "transit";
  readonly code: string;
  readonly datacenter: string;
  /** Where the frame really comes in and goes out: a machine's port, a trunk's, or the end of a link. */
  readonly inPort: PortNumber;
  readonly outPort: PortNumber;
  /** L, the segment's number inside this switch; null while it is not yet chosen, and where the frame is not bridged. */
  readonly segment: number | null;
  /** What the switch does to the frame's stack, in order. */
  readonly actions: readonly TagAction[];
}

/** The network of a provider, which routes IP between the two ends of a link and knows nothing of what is inside (seed para 70). */
export interface ProviderHop {
  readonly kind: "provider";
  readonly id: string;
  /** The link's. */
  readonly code: string;
}

export type TagAction =
  | { readonly kind: "push" | "pop" | "keep"; readonly tag: StackTag; readonly port: PortNumber }
  /** The same place in the stack, written otherwise: tag 3 from one link's form to another's, a VLAN id per end. */
  | { readonly kind: "rewrite"; readonly from: StackTag; readonly tag: StackTag; readonly port: PortNumber };

/** A stretch on which the frame does not change. */
export interface Leg {
  readonly id: string;
  /** To a machine, inside a switch, to a switch of the same datacenter, to one of another; a provider link has two, one each side of the provider. */
  readonly kind: "cable" | "inside" | "trunk" | "line" | "provider";
  readonly from: string;
  readonly to: string;
  /** "rack 102A to switch 116 port 1", "inside switch 116", "line 224". */
  readonly name: string;
  /** What carries the frames of a line or provider link, for people: "VPLS label"; null on all others. */
  readonly encapsulation: string | null;
  /** Outermost first. */
  readonly stack: readonly StackTag[];
  /** Octets that the leg's medium carries: layer 2 payload, on a provider link IP packet; null where nothing limits or nobody knows. */
  readonly mtu: number | null;
  /** Octets of payload that this leaves for the client; null with `mtu`. */
  readonly room: number | null;
  /** Where counters and captures see the frame on this leg. */
  readonly points: readonly ObservationPoint[];
}

/** Where a kernel can be asked about a frame. */
export interface ObservationPoint {
  readonly id: string;
  readonly switchCode: string;
  /** Captured there: a port's number, or that of a link's end, and then on the wire. */
  readonly port: PortNumber;
  readonly direction: Direction;
  /** The map entry whose rule counts the frame; null on a transit switch, which only looks at tag 3. */
  readonly entryKey: string | null;
}

/** Everything the walk needs: the topology and the desired map, in the words of the rows. */
export interface PathInput {
  readonly pair: { readonly hostTag: HostTag; readonly customerTag: CustomerTag };
  /** The rack's own VLAN id, and the one at the resource's end (usually the same; a tenant may choose another there). */
  readonly clientVlan: ClientVlan;
  readonly resourceVlan: ClientVlan;
  readonly rack: PathEnd;
  readonly resource: PathEnd;
  /** Every switch on the way by its code: datacenter and L (null in a recap, and on transit switches). */
  readonly switches: ReadonlyMap<string, { readonly datacenter: string; readonly segment: SegmentNumber | null }>;
  /** From the rack to the resource: what lies between the switches; empty when both ends hang on one. */
  readonly stretches: readonly Stretch[];
}

/** A rack or a resource, and the switch port that it is cabled to. */
export interface PathEnd {
  readonly name: string;
  readonly switchCode: string;
  readonly port: PortNumber;
  /**
   * A switch in front, which gives the customer tag there (seed para 55): the machine's port on it, the one to here, and
   * the octets of layer 2 payload that the cable between takes, null while no agent has reported it.
   */
  readonly front?: SwitchPort & { readonly uplink: PortNumber; readonly mtu: number | null };
}

export interface SwitchPort {
  readonly switchCode: string;
  readonly port: PortNumber;
}

export type Stretch = TrunkStretch | PseudowireStretch;

/** A cable between two switches of one datacenter; the pair stays on. */
export interface TrunkStretch {
  readonly kind: "trunk";
  readonly code: string;
  readonly near: SwitchPort;
  readonly far: SwitchPort;
  /** Octets of layer 2 payload; null while no agent has reported it. */
  readonly mtu: number | null;
}

/** What joins the edge switches of two datacenters, by the path that is in use. */
export interface PseudowireStretch {
  readonly kind: "pseudowire";
  /** Pseudowire ports: those of the trunk map entries, which count. */
  readonly near: SwitchPort;
  readonly far: SwitchPort;
  /** Links of the path in use, in order from near to far; transit switches lie between two hops. */
  readonly hops: readonly LinkHop[];
  /** Tag 3 of frames that travel towards far, and back. */
  readonly tagToFar: DatacenterTag;
  readonly tagToNear: DatacenterTag;
}

export type LinkHop = LineHop | ProviderLinkHop;

interface AnyLinkHop {
  readonly code: string;
  /** Octets: of layer 2 payload on a line, of IP packet on a provider link. */
  readonly mtu: number;
  /** Link ends, `l-N` in their switches. */
  readonly near: SwitchPort;
  readonly far: SwitchPort;
}
export interface LineHop extends AnyLinkHop {
  readonly medium: "line";
  readonly encapsulation: LineEncapsulation;
  readonly longHaul: null;
}
export interface ProviderLinkHop extends AnyLinkHop {
  readonly medium: "provider";
  readonly encapsulation: ProviderEncapsulation;
  readonly longHaul: LongHaulId;
}

/** Octets that a client's frame may carry at most: Ethernet's own limit for its payload (IEEE 802.3 clause 3.2.7). */
export const CLIENT_PAYLOAD_OCTETS = 1500;
