import type { Filter, FilterAction } from "../filter";
import type { DatacenterTag, LongHaulId } from "../protocol";

/**
 * How frames cross one link between datacenters. One module an encapsulation; the tenant's side of a link knows
 * nothing of it. A frame comes in on `device`, `open` makes of it what it was before the far end's `close`.
 */
export interface Encapsulation<Link> {
  /** The tunnel interface that the agent makes; null where the given line itself carries the frames. */
  tunnel(link: Link): Tunnel | null;
  /** Where frames leave for the link and come in from it. */
  device(link: Link): string;
  /** Which of the frames that come in there carry this tag 3. */
  admit(link: Link, tag: DatacenterTag): Admission;
  /** Takes off what `close` put on; an Ethernet frame with the pair on it is left (seed block 538). */
  open(link: Link): readonly FilterAction[];
  /**
   * Puts tag 3, and on a provider link tag 4, on an Ethernet frame (seed blocks 532, 536).
   * @param nearMac of the device; null when it is not there
   * @returns null while an address is not known, and then nothing is sent
   */
  close(link: Link, tag: DatacenterTag, nearMac: string | null): readonly FilterAction[] | null;
  /**
   * True where the kernel cannot cut a large segment of a TCP sender (GSO) once it is closed: its frames are cut before.
   * Measured with MPLS in GRE (User-Mode Linux 6.1): 3 Mbit/s of TCP without, 600 to 800 with.
   */
  readonly framesOneByOne?: true;
  /** What stands in front of the pair on the wire. */
  readonly wire: WireForm;
}

/** Which numbers tag 4 can have, and what the number is called. */
export interface LongHaulField {
  /** The kind's own word, "VNI"; in front of it "Segment ID" where it is the seed's identifier of 24 bits. */
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** The match of a rule, with the place in which it must stand: all rules of one priority have one protocol. */
export type Admission = Pick<Filter, "priority" | "protocol" | "handle" | "match">;

/** A tunnel interface as the kernel must hold it. It never fragments: what does not fit is dropped and counted. */
export type Tunnel = {
  readonly device: string;
  /** IPv4 addresses of the two ends. */
  readonly local: string;
  readonly remote: string;
  /** Octets beside the inner Ethernet header where there is one: what the link's MTU leaves. */
  readonly mtu: number;
} & (
  | { readonly kind: "vxlan"; readonly id: number }
  | { readonly kind: "gretap"; readonly key: number }
  | { readonly kind: "gre" }
);

/** An encapsulation as it is on the wire, for whoever predicts, decodes or sizes frames. */
export interface WireForm {
  /** For people: "VPLS label", "VXLAN". */
  readonly name: string;
  /** Tag 4; null on a dedicated line. */
  readonly longHaul: LongHaulField | null;
  /** The tags in front of the pair, outermost first; `longHaul` is null on a dedicated line. */
  tags(tag: DatacenterTag, longHaul: LongHaulId | null): readonly WireTag[];
  /**
   * Octets that a link's MTU must have besides the frame's payload with its pair and its own tag: labels or tag 3, the
   * inner Ethernet header where the outer one does not replace it, outer IP and what belongs to the tunnel.
   */
  readonly overhead: number;
}

/** A tag of a link: 3 names the datacenter, 4 the long haul. */
export interface WireTag {
  readonly kind: "datacenter" | "long-haul";
  readonly value: number;
  readonly format: 0x8100 | 0x8847 | "VXLAN" | "NVGRE";
}
