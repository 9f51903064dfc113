import { decodePayload } from "./decode-payload";
import type { FrameField } from "./frame-field";
import { FrameReader, hex16, macText, octetsOf } from "./octets";
import type { Probe } from "./probe";
import type { StackTag } from "./tag-stack";

export const ETHERTYPE = { dot1q: 0x8100, dot1ad: 0x88a8, mpls: 0x8847 } as const;

/** A frame as captured, taken apart. */
export interface DecodedFrame {
  readonly destination: string;
  readonly source: string;
  /** Outermost first. */
  readonly stack: readonly StackTag[];
  /** EtherType of the payload under all tags; null when the frame is cut before it. */
  readonly etherType: number | null;
  /** "ARP who has 10.20.30.40", "IPv4 ICMP echo request". */
  readonly summary: string;
  readonly fields: readonly FrameField[];
  readonly probe: Probe | null;
}

/**
 * Decodes a frame from its destination MAC on: MPLS pseudowire (RFC 4448 without control word), 802.1ad and 802.1Q
 * tags to any depth, then ARP, IPv4, IPv6 and what they carry, or one of our probes. Never throws: what is cut or
 * unknown ends up in a field "Payload".
 *
 * @param hex the frame in hexadecimal, without preamble and FCS, which no software sees
 */
export function decodeFrame(hex: string): DecodedFrame {
  const reader = new FrameReader(octetsOf(hex));
  const stack: StackTag[] = [];
  let addresses = readAddresses(reader, "Ethernet");
  while (reader.peek(2) === ETHERTYPE.mpls && stack.length < MAX_TAGS) {
    readEtherType(reader, "MPLS");
    readLabels(reader, stack);
    addresses = readAddresses(reader, "Inner Ethernet");
  }
  readTags(reader, stack);
  const etherType = readEtherType(reader, "Payload type");
  const payload = decodePayload(reader, etherType);
  return { ...addresses, stack, etherType, fields: reader.fields, ...payload };
}

/** Deeper stacks are nobody's honest frame; the rest is shown as payload. */
const MAX_TAGS = 8;

function readAddresses(reader: FrameReader, layer: string): { destination: string; source: string } {
  let destination = "";
  let source = "";
  reader.field(layer, "Destination MAC", 6, (_, octets) => {
    destination = macText(octets);
    return destination;
  });
  reader.field(layer, "Source MAC", 6, (_, octets) => {
    source = macText(octets);
    return source;
  });
  return { destination, source };
}

function readEtherType(reader: FrameReader, layer: string): number | null {
  return reader.field(layer, "EtherType", 2, (value) => `${hex16(value)} ${etherTypeName(value)}`.trim());
}

function etherTypeName(value: number): string {
  const names: Readonly<Record<number, string>> = {
    2048: "IPv4",
    2054: "ARP",
    34525: "IPv6",
    33024: "802.1Q",
    34984: "802.1ad",
    34887: "MPLS",
    34997: "experimental (probe)",
    35020: "LLDP",
  };
  return names[value] ?? (value < 0x600 ? "length" : "");
}

/** RFC 3032: label 20 bits, traffic class 3, bottom of stack 1, time to live 8. */
function readLabels(reader: FrameReader, stack: StackTag[]): void {
  let bottom = false;
  while (!bottom && stack.length < MAX_TAGS) {
    const entry = reader.field("Tag D", "MPLS label", 4, (value) => labelText(value));
    if (entry === null) return;
    stack.push({ kind: "datacenter", value: Math.floor(entry / 4096), tpid: 0x8847 });
    bottom = (entry & 0x100) !== 0;
  }
}

function labelText(entry: number): string {
  const bottom = (entry & 0x100) !== 0 ? ", bottom of stack" : "";
  return `${Math.floor(entry / 4096)}${bottom}, TTL ${entry & 0xff}`;
}

function readTags(reader: FrameReader, stack: StackTag[]): void {
  while (stack.length < MAX_TAGS) {
    const tpid = reader.peek(2);
    if (tpid !== ETHERTYPE.dot1q && tpid !== ETHERTYPE.dot1ad) return;
    if (reader.left < 4) return;
    const kind = kindOf(tpid, stack);
    const layer = { host: "Tag S", customer: "Tag C", client: "Tag Q", datacenter: "Tag D" }[kind];
    reader.field(layer, "TPID", 2, (value) => `${hex16(value)} ${etherTypeName(value)}`);
    const control = reader.field(layer, TAG_NAME[kind], 2, tagControlText) ?? 0;
    stack.push({ kind, value: control & 0xfff, tpid });
  }
}

const TAG_NAME: Readonly<Record<StackTag["kind"], string>> = {
  host: "Host tag (S)",
  customer: "Customer tag (C)",
  client: "Client's own tag (Q)",
  datacenter: "Datacenter tag (D)",
};

/** The outer 802.1ad tag is the host's, the 802.1Q tag right under it the customer's, any other the client's own. */
function kindOf(tpid: 0x8100 | 0x88a8, stack: readonly StackTag[]): StackTag["kind"] {
  if (tpid === ETHERTYPE.dot1ad) return stack.some((tag) => tag.kind === "host") ? "client" : "host";
  return stack.at(-1)?.kind === "host" ? "customer" : "client";
}

/** IEEE 802.1Q clause 9.6: priority 3 bits, drop eligible 1, VLAN id 12. */
function tagControlText(control: number): string {
  const priority = control >> 13;
  const eligible = (control & 0x1000) !== 0 ? ", drop eligible" : "";
  return priority === 0 && eligible === ""
    ? `${control & 0xfff}`
    : `${control & 0xfff}, priority ${priority}${eligible}`;
}
