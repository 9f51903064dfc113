import type { StackTag } from "@/server/domain/tag-stack";

/** One block of the octet strip. Octets are counted from the first destination MAC of the frame as it is on that leg. */
export interface Block {
  readonly kind: "address" | "type" | "tag" | "payload";
  /** What fits into a narrow block: "dst", "type". */
  readonly label: string;
  /** What it is in full, for the tooltip and the text form. */
  readonly name: string;
  readonly from: number;
  readonly octets: number;
  readonly tag: StackTag | null;
}

const ADDRESS_OCTETS = 6;
const TYPE_OCTETS = 2;
const TAG_OCTETS = 4;
const MPLS = 0x8847;

/**
 * The frame of one leg as blocks in their order on the wire (IEEE 802.1Q clause 9; RFC 4448 for a whole frame behind a
 * label). A tag's block holds its TPID and its number; `payloadOctets` is how much of the payload is drawn.
 */
export function stripOf(stack: readonly StackTag[], payloadOctets: number): readonly Block[] {
  const labelled = stack.some((tag) => tag.tpid === MPLS);
  const parts: Omit<Block, "from">[] = [...addresses(labelled ? "line's " : "")];
  for (const tag of stack) {
    if (tag.tpid === MPLS)
      parts.push(type("EtherType 0x8847: a label follows"), tagBlock(tag), ...addresses("client's "));
    else parts.push(tagBlock(tag));
  }
  parts.push(type("EtherType of the payload"), {
    kind: "payload",
    label: "payload",
    name: "payload",
    octets: payloadOctets,
    tag: null,
  });
  return numbered(parts);
}

/** Octets before the payload. */
export function headerOctets(stack: readonly StackTag[]): number {
  return stripOf(stack, 0).reduce((sum, block) => sum + block.octets, 0);
}

function addresses(whose: string): Omit<Block, "from">[] {
  return [
    { kind: "address", label: "dst", name: `${whose}destination MAC`, octets: ADDRESS_OCTETS, tag: null },
    { kind: "address", label: "src", name: `${whose}source MAC`, octets: ADDRESS_OCTETS, tag: null },
  ];
}

function type(name: string): Omit<Block, "from"> {
  return { kind: "type", label: "type", name, octets: TYPE_OCTETS, tag: null };
}

function tagBlock(tag: StackTag): Omit<Block, "from"> {
  return { kind: "tag", label: String(tag.value), name: "tag", octets: TAG_OCTETS, tag };
}

function numbered(parts: readonly Omit<Block, "from">[]): readonly Block[] {
  let from = 0;
  return parts.map((part) => {
    const block = { ...part, from };
    from += part.octets;
    return block;
  });
}
