import type { CapturedOn } from "./decode-frame";
import { ETHERTYPE, etherTypeText } from "./decode-frame-ethernet";
import type { FrameReader } from "./octets";
import type { StackTag, TagKind } from "./tag-stack";

/** Deeper stacks are nobody's honest frame; the rest is shown as payload. */
export const MAX_TAGS = 8;

/** The layer that a tag's fields stand in, by which they are coloured. */
export const TAG_LAYERS: Readonly<Record<TagKind, string>> = {
  "long-haul": "Tag P",
  datacenter: "Tag D",
  host: "Tag S",
  customer: "Tag C",
  client: "Tag Q",
};

export const TAG_NAMES: Readonly<Record<TagKind, string>> = {
  "long-haul": "Long-haul tag (P)",
  datacenter: "Datacenter tag (D)",
  host: "Host tag (S)",
  customer: "Customer tag (C)",
  client: "Client's own tag (Q)",
};

/** Reads tags of IEEE 802.1Q as long as there are any. */
export function readTags(reader: FrameReader, stack: StackTag[], on: CapturedOn): void {
  while (stack.length < MAX_TAGS) {
    const format = reader.peek(2);
    if (format !== ETHERTYPE.dot1q && format !== ETHERTYPE.dot1ad) return;
    if (reader.left < 4) return;
    const kind = kindOf(format, stack, on);
    reader.field(TAG_LAYERS[kind], "TPID", 2, etherTypeText);
    const control = reader.field(TAG_LAYERS[kind], TAG_NAMES[kind], 2, tagControlText) ?? 0;
    stack.push({ kind, value: control & 0xfff, format });
  }
}

/**
 * The outer 802.1ad tag is the host's, the 802.1Q tag right under it the customer's, one over it on a link the
 * datacenter's (seed para 101), any other the client's own.
 */
function kindOf(format: 0x8100 | 0x88a8, stack: readonly StackTag[], on: CapturedOn): TagKind {
  const has = (kind: TagKind) => stack.some((tag) => tag.kind === kind);
  if (format === ETHERTYPE.dot1ad) return has("host") ? "client" : "host";
  if (stack.at(-1)?.kind === "host") return "customer";
  return on === "link" && !has("datacenter") && !has("host") ? "datacenter" : "client";
}

/** IEEE 802.1Q clause 9.6: priority 3 bits, drop eligible 1, VLAN id 12. */
function tagControlText(control: number): string {
  const priority = control >> 13;
  const eligible = (control & 0x1000) !== 0 ? ", drop eligible" : "";
  return priority === 0 && eligible === ""
    ? `${control & 0xfff}`
    : `${control & 0xfff}, priority ${priority}${eligible}`;
}
