/** One tag on a frame, outermost first in a stack (seed paras 54 to 58, 101, 104). */
export interface StackTag {
  readonly kind: TagKind;
  /** VLAN id, 1 to 4094; MPLS label, 16 to 1,048,575; VNI or VSID, 24 bits. */
  readonly value: number;
  readonly format: TagFormat;
}

/**
 * Who a tag means: the client's own (Q), the customer (C, one VLAN), the host (S, a client system), a datacenter (D),
 * a long haul (P, a provider link).
 */
export type TagKind = "client" | "customer" | "host" | "datacenter" | "long-haul";

/**
 * How a tag is written: 802.1Q, 802.1ad, an MPLS label in front of a whole inner frame, or the number in the header of
 * a VXLAN or NVGRE tunnel over IP.
 */
export type TagFormat = 0x8100 | 0x88a8 | 0x8847 | "VXLAN" | "NVGRE";

/** Octets of one 802.1Q or 802.1ad tag (IEEE 802.1Q clause 9.3). */
export const TAG_OCTETS = 4;

const LETTERS: Readonly<Record<TagKind, string>> = {
  client: "Q",
  customer: "C",
  host: "S",
  datacenter: "D",
  "long-haul": "P",
};

/** Octets that tags of IEEE 802.1Q add to a frame; labels and tunnels are in an encapsulation's overhead instead. */
export function tagOctets(stack: readonly StackTag[]): number {
  return stack.length * TAG_OCTETS;
}

/** One tag in a word: "S 100". */
export function tagText({ kind, value }: StackTag): string {
  return `${LETTERS[kind]} ${value}`;
}

/** A stack in one line, outermost first: "D 1204 · S 100 · C 200 · Q 10". */
export function stackText(stack: readonly StackTag[]): string {
  return stack.length === 0 ? "no tag" : stack.map(tagText).join(" · ");
}

/** How a tag is written, in words: "802.1Q", "MPLS label", "VXLAN". */
export function formatText(format: TagFormat): string {
  if (format === 0x8100) return "802.1Q";
  if (format === 0x88a8) return "802.1ad";
  return format === 0x8847 ? "MPLS label" : format;
}
