/** One tag on a frame, outermost first in a stack (seed paras 54 to 58, 101, 104). */
export interface StackTag {
  /** Who it means: the client's own Q, the customer (one VLAN), the host (a client system), a datacenter, a long haul. */
  readonly kind: TagKind;
  /** VLAN id, 1 to 4094, or MPLS label, 16 to 1,048,575. */
  readonly value: number;
  /** How it is written: 0x8100 (802.1Q), 0x88a8 (802.1ad) or 0x8847 (MPLS, in front of a whole inner frame). */
  readonly tpid: 0x8100 | 0x88a8 | 0x8847;
}

export type TagKind = "client" | "customer" | "host" | "datacenter";

/** Octets of one 802.1Q or 802.1ad tag (IEEE 802.1Q clause 9.3) and of one MPLS label (RFC 3032). */
export const TAG_OCTETS = 4;
/** Destination, source and EtherType: what an MPLS pseudowire puts in front of the inner frame besides its label. */
export const ETHERNET_HEADER_OCTETS = 14;

/** Octets that a stack adds to the client's untagged frame. */
export function stackOctets(stack: readonly StackTag[]): number {
  return stack.reduce((sum, tag) => sum + TAG_OCTETS + (tag.tpid === 0x8847 ? ETHERNET_HEADER_OCTETS : 0), 0);
}

/** A stack in one line, outermost first: "D 1204 · S 100 · C 200 · Q 10". */
export function stackText(stack: readonly StackTag[]): string {
  const letter = { client: "Q", customer: "C", host: "S", datacenter: "D" } as const;
  if (stack.length === 0) return "no tag";
  return stack.map((tag) => `${letter[tag.kind]} ${tag.value}`).join(" · ");
}
