import type { StackTag } from "@/server/domain/tag-stack";

/** One block of the octet strip. Octets are counted from the first destination MAC of the frame as it is on that leg. */
export interface Block {
  readonly kind: "address" | "type" | "header" | "tag" | "payload";
  /** What fits into a narrow block: "dst", "type". */
  readonly label: string;
  /** What it is in full, for the tooltip and the text form. */
  readonly name: string;
  readonly from: number;
  readonly octets: number;
  readonly tag: StackTag | null;
  /** 0, or 1 for a frame inside a tunnel, which is drawn under what carries it. */
  readonly line: 0 | 1;
}

type Part = Omit<Block, "from" | "line">;

const ADDRESS_OCTETS = 6;
const TYPE_OCTETS = 2;
const TAG_OCTETS = 4;
const MPLS = 0x8847;

/**
 * The frame of one leg as blocks in their order on the wire (IEEE 802.1Q clause 9; RFC 4448 for a whole frame behind a
 * label; RFC 7348 and 7637 for one in a tunnel). A tag's block holds its TPID and its number; `payloadOctets` is how
 * much of the payload is drawn.
 */
export function stripOf(stack: readonly StackTag[], payloadOctets: number): readonly Block[] {
  const longHaul = stack.find((tag) => tag.kind === "long-haul");
  const labels = stack.filter((tag) => tag.format === MPLS);
  const tags = stack.filter((tag) => tag !== longHaul && !labels.includes(tag));
  const payload = block("payload", "payload", "payload", payloadOctets);
  const inner = [...tags.map(tagBlock), type("EtherType of the payload"), payload];
  if (longHaul !== undefined) return numbered(tunnel(longHaul, labels), [...addresses("client's "), ...inner]);
  if (labels.length > 0) return numbered([...behindLabels(labels), ...addresses("client's "), ...inner], []);
  return numbered([...addresses(""), ...inner], []);
}

/** Octets before the payload. */
export function headerOctets(stack: readonly StackTag[]): number {
  return stripOf(stack, 0).reduce((sum, { octets }) => sum + octets, 0);
}

/** Octets of the longest line of a strip. */
export function lineOctets(stack: readonly StackTag[], payloadOctets: number): number {
  const lines = linesOfStrip(stripOf(stack, payloadOctets));
  return Math.max(...lines.map((blocks) => blocks.reduce((sum, { octets }) => sum + octets, 0)));
}

/** The lines of a strip, from the outermost header on. */
export function linesOfStrip(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const lines = [blocks.filter((one) => one.line === 0), blocks.filter((one) => one.line === 1)];
  return lines.filter((line) => line.length > 0);
}

function behindLabels(labels: readonly StackTag[]): Part[] {
  return [...addresses("line's "), type("EtherType 0x8847: a label follows"), ...labels.map(tagBlock)];
}

/** What a provider link puts in front of a whole frame; a label in GRE stands over that of tag 3. */
function tunnel(longHaul: StackTag, labels: readonly StackTag[]): Part[] {
  const ip = [
    ...addresses("router's "),
    type("EtherType 0x0800: IPv4 follows"),
    block("header", "IPv4", "IPv4 header", 20),
  ];
  if (longHaul.format === "VXLAN") {
    const udp = block("header", "UDP", "UDP header, port 4789", 8);
    return [...ip, udp, block("header", "VXLAN", "VXLAN flags", 4), tagBlock(longHaul)];
  }
  const gre = block("header", "GRE", "GRE flags and protocol", 4);
  return [...ip, gre, ...(labels.includes(longHaul) ? labels : [longHaul, ...labels]).map(tagBlock)];
}

function addresses(whose: string): Part[] {
  return [
    block("address", "dst", `${whose}destination MAC`, ADDRESS_OCTETS),
    block("address", "src", `${whose}source MAC`, ADDRESS_OCTETS),
  ];
}

function type(name: string): Part {
  return block("type", "type", name, TYPE_OCTETS);
}

function block(kind: Block["kind"], label: string, name: string, octets: number): Part {
  return { kind, label, name, octets, tag: null };
}

function tagBlock(tag: StackTag): Part {
  return { kind: "tag", label: String(tag.value), name: "tag", octets: TAG_OCTETS, tag };
}

function numbered(outer: readonly Part[], inside: readonly Part[]): readonly Block[] {
  let from = 0;
  const placed = (line: 0 | 1) => (part: Part) => {
    const one = { ...part, from, line };
    from += part.octets;
    return one;
  };
  return [...outer.map(placed(0)), ...inside.map(placed(1))];
}
