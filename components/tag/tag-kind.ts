import type { StackTag, TagKind } from "@/server/domain/tag-stack";

interface KindWords {
  /** The letter that stands for the colour. */
  readonly letter: string;
  readonly name: string;
  readonly soft: string;
  readonly solid: string;
  /** Who puts it on and who takes it off. */
  readonly life: string;
}

/** How each kind of tag looks and reads, the same everywhere. */
export const TAG_KINDS: Record<TagKind, KindWords> = {
  client: {
    letter: "Q",
    name: "client tag",
    soft: "border-tag-q/50 bg-tag-q-soft text-tag-q-ink",
    solid: "bg-tag-q text-tag-q-on",
    life: "Put on by the client itself; carried untouched from end to end.",
  },
  customer: {
    letter: "C",
    name: "customer tag",
    soft: "border-tag-c/50 bg-tag-c-soft text-tag-c-ink",
    solid: "bg-tag-c text-tag-c-on",
    life: "One VLAN of one client system. Pushed where the frame enters the first switch, popped where it leaves the last.",
  },
  host: {
    letter: "S",
    name: "host tag",
    soft: "border-tag-s/60 bg-tag-s-soft text-tag-s-ink",
    solid: "bg-tag-s text-tag-s-on",
    life: "One client system. Pushed over C where the frame enters the first switch, popped where it leaves the last.",
  },
  datacenter: {
    letter: "D",
    name: "datacenter tag",
    soft: "border-tag-d/50 bg-tag-d-soft text-tag-d-ink",
    solid: "bg-tag-d text-tag-d-on",
    life: "The datacenter that the frame travels to, and by which path. Pushed by the near datacenter's edge switch, popped by the far one's.",
  },
  "long-haul": {
    letter: "P",
    name: "long-haul tag",
    soft: "border-line-strong bg-hover text-ink",
    solid: "bg-ink-2 text-canvas",
    life: "The provider link that the frame crosses. Pushed with the outer IP header where it enters, popped where it leaves.",
  },
};

const FORMATS: Record<StackTag["format"], string> = {
  33024: "TPID 0x8100 (802.1Q)",
  34984: "TPID 0x88a8 (802.1ad)",
  34887: "EtherType 0x8847 (MPLS label before a whole frame)",
  VXLAN: "VXLAN network identifier, UDP port 4789",
  NVGRE: "NVGRE virtual subnet id, GRE key",
};

/** How a tag is written, in words: "TPID 0x88a8 (802.1ad)". */
export function formatText(format: StackTag["format"]): string {
  return FORMATS[format];
}

/** A tag in one word, "S 812". */
export function tagText(tag: StackTag): string {
  return `${TAG_KINDS[tag.kind].letter} ${tag.value}`;
}

/** A stack in words, outermost first. */
export function tagsText(stack: readonly StackTag[]): string {
  return stack.length === 0 ? "no tag" : stack.map(tagText).join(", ");
}
