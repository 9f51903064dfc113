import type {
  ClientVlan,
  CustomerTag,
  Direction,
  HostTag,
  MplsLabel,
  PortNumber,
  SegmentNumber,
} from "@/agent/protocol";
import { type StackTag, stackOctets } from "./tag-stack";

/** The way of a frame, from a rack to a resource or back: devices, and between and inside them the frame as it is there. */
export interface FramePath {
  readonly direction: "to_resource" | "to_rack";
  readonly hops: readonly Hop[];
  readonly legs: readonly Leg[];
  /** Largest layer 2 payload, in octets, that the client can send without its own tag counted: the smallest over all legs. */
  readonly mtu: number;
}

export type Hop = MachineHop | SwitchHop;

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
  readonly code: string;
  readonly datacenter: string;
  readonly inPort: PortNumber;
  readonly outPort: PortNumber;
  /** L, the segment's number inside this switch; null while it is not yet chosen. */
  readonly segment: number | null;
  /** What the switch does to the frame's stack, in order. */
  readonly actions: readonly TagAction[];
}

export interface TagAction {
  readonly kind: "push" | "pop";
  readonly tag: StackTag;
  readonly port: PortNumber;
}

/** A stretch on which the frame does not change: a cable, the inside of a switch, or a line between datacenters. */
export interface Leg {
  readonly id: string;
  readonly kind: "cable" | "inside" | "line";
  readonly from: string;
  readonly to: string;
  /** "rack 102A to switch 116 port 1", "inside switch 116", "line 224". */
  readonly name: string;
  /** Outermost first. */
  readonly stack: readonly StackTag[];
  /** Octets that the leg's medium carries as layer 2 payload; null inside a switch, which never limits. */
  readonly mtu: number | null;
  /** Where counters and captures see the frame on this leg. */
  readonly points: readonly ObservationPoint[];
}

/** Observation is keyed like the map: switch, port, direction, and the map entry that is the segment there. */
export interface ObservationPoint {
  readonly id: string;
  readonly switchCode: string;
  readonly port: PortNumber;
  readonly direction: Direction;
  readonly entryKey: string;
}

/** Everything the walk needs: the topology and the desired map, in the words of the rows. */
export interface PathInput {
  readonly pair: { readonly hostTag: HostTag; readonly customerTag: CustomerTag };
  readonly clientVlan: ClientVlan;
  readonly rack: PathEnd;
  readonly resource: PathEnd;
  /** Null when both ends hang on one switch. */
  readonly line: PathLine | null;
}

/** A rack or a resource, and the switch port that it is cabled to. */
export interface PathEnd {
  readonly name: string;
  readonly switchCode: string;
  readonly datacenter: string;
  readonly port: PortNumber;
  /** L on that switch; null in a recap, where it is not yet chosen. */
  readonly segment: SegmentNumber | null;
}

export interface PathLine {
  readonly code: string;
  /** Octets of layer 2 payload that the line carries. */
  readonly mtu: number;
  readonly rackSide: PathLineSide;
  readonly resourceSide: PathLineSide;
}

export interface PathLineSide {
  readonly port: PortNumber;
  /** Tag 3 of frames that travel towards this side's datacenter. */
  readonly label: MplsLabel;
}

/** Octets that a client's frame may carry at most: Ethernet's own limit for its payload (IEEE 802.3 clause 3.2.7). */
export const CLIENT_PAYLOAD_OCTETS = 1500;

/** Octets of payload that each leg leaves for the client, given its own tag and ours. */
export function clientMtu(legs: readonly Leg[]): number {
  const room = legs.flatMap((leg) => (leg.mtu === null ? [] : [leg.mtu - stackOctets(leg.stack)]));
  return Math.min(CLIENT_PAYLOAD_OCTETS, ...room);
}
