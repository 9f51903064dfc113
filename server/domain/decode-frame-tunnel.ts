import { ETHERTYPE, type EthernetEnds, etherTypeText, readEthernet, readEtherType } from "./decode-frame-ethernet";
import { MAX_TAGS, TAG_LAYERS, TAG_NAMES } from "./decode-frame-tags";
import { IP_PROTOCOL, readIpv4 } from "./decode-payload-ip";
import { type FrameReader, hex16 } from "./octets";
import type { StackTag } from "./tag-stack";

const INNER = "Inner Ethernet";
/** UDP port of VXLAN (RFC 7348 clause 5). */
const VXLAN_PORT = 4789;
const GRE_HAS = { checksum: 0x8000, key: 0x2000, sequence: 0x1000 } as const;

/**
 * Reads what a link puts in front of a whole Ethernet frame, and notes tags 3 and 4 in it.
 *
 * @returns the inner frame's addresses; null when nothing of the kind is there, and then the reader stands at the tags
 */
export function readTunnel(reader: FrameReader, stack: StackTag[]): EthernetEnds | null {
  const etherType = reader.peek(2);
  if (etherType === ETHERTYPE.mpls) {
    readEtherType(reader, "MPLS");
    return readPseudowire(reader, stack);
  }
  return etherType === ETHERTYPE.ipv4 && isTunnel(reader) ? readOverIp(reader, stack) : null;
}

/** Whether the packet ahead is a first fragment of IPv4 with VXLAN, or with Ethernet or MPLS in GRE. */
function isTunnel(reader: FrameReader): boolean {
  const [first, fragment, protocol] = [reader.peek(1, 2), reader.peek(2, 8), reader.peek(1, 11)];
  if (first === null || fragment === null || first < 0x45 || first > 0x4f || (fragment & 0x1fff) !== 0) return false;
  const told = reader.peek(2, 2 + (first & 0x0f) * 4 + 2);
  if (protocol === IP_PROTOCOL.udp) return told === VXLAN_PORT;
  return protocol === IP_PROTOCOL.gre && (told === ETHERTYPE.bridging || told === ETHERTYPE.mpls);
}

function readOverIp(reader: FrameReader, stack: StackTag[]): EthernetEnds {
  readEtherType(reader, "Outer IPv4");
  const packet = readIpv4(reader, "Outer IPv4");
  return packet?.protocol === IP_PROTOCOL.udp ? readVxlan(reader, stack) : readGre(reader, stack);
}

/** RFC 7348 clause 5: UDP, then flags, 24 bits reserved, the 24-bit VNI and 8 bits reserved. */
function readVxlan(reader: FrameReader, stack: StackTag[]): EthernetEnds {
  reader.field("UDP", "Source port", 2, String);
  reader.field("UDP", "Destination port", 2, (port) => `${port} VXLAN`);
  reader.field("UDP", "Length", 2, String);
  reader.field("UDP", "Checksum", 2, hex16);
  reader.field("VXLAN", "Flags", 1, (flags) => (flags === 0x08 ? "0x08, VNI is valid" : `0x${flags.toString(16)}`));
  reader.field("VXLAN", "Reserved", 3, String);
  readLongHaul(reader, stack, "VXLAN", "VNI");
  reader.field("VXLAN", "Reserved", 1, String);
  return readEthernet(reader, INNER);
}

/** RFC 2784 and 2890: flags, protocol, then checksum, key and sequence where the flags say so. */
function readGre(reader: FrameReader, stack: StackTag[]): EthernetEnds {
  const flags = reader.field("GRE", "Flags and version", 2, greFlagsText) ?? 0;
  const protocol = reader.field("GRE", "Protocol", 2, etherTypeText);
  if ((flags & GRE_HAS.checksum) !== 0) reader.field("GRE", "Checksum and reserved", 4, String);
  if ((flags & GRE_HAS.key) !== 0) readGreKey(reader, stack, protocol);
  if ((flags & GRE_HAS.sequence) !== 0) reader.field("GRE", "Sequence", 4, String);
  return protocol === ETHERTYPE.mpls ? readPseudowire(reader, stack) : readEthernet(reader, INNER);
}

function greFlagsText(flags: number): string {
  const said = Object.entries(GRE_HAS).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));
  return said.length === 0 ? hex16(flags) : `${hex16(flags)}, with ${said.join(", ")}`;
}

/** RFC 7637 clause 3.2: with Ethernet inside, the key is a 24-bit VSID and an 8-bit FlowID. */
function readGreKey(reader: FrameReader, stack: StackTag[], protocol: number | null): void {
  if (protocol !== ETHERTYPE.bridging || reader.left < 4) {
    reader.field("GRE", "Key", 4, String);
    return;
  }
  readLongHaul(reader, stack, "NVGRE", "VSID");
  reader.field("GRE", "FlowID", 1, String);
}

function readLongHaul(reader: FrameReader, stack: StackTag[], format: "VXLAN" | "NVGRE", word: string): void {
  const name = `${TAG_NAMES["long-haul"]}, ${word}`;
  const value = reader.field(TAG_LAYERS["long-haul"], name, 3, String);
  if (value !== null) stack.push({ kind: "long-haul", value, format });
}

/** RFC 4448 without control word: labels down to the bottom of their stack, then an Ethernet frame. */
function readPseudowire(reader: FrameReader, stack: StackTag[]): EthernetEnds {
  let isBottom = false;
  while (!isBottom && stack.length < MAX_TAGS) {
    const entry = reader.peek(4);
    if (entry === null) break;
    isBottom = (entry & 0x100) !== 0;
    const kind = isBottom ? "datacenter" : "long-haul";
    reader.field(TAG_LAYERS[kind], `${TAG_NAMES[kind]}, MPLS label`, 4, labelText);
    stack.push({ kind, value: Math.floor(entry / 4096), format: 0x8847 });
  }
  return readEthernet(reader, INNER);
}

/** RFC 3032: label 20 bits, traffic class 3, bottom of stack 1, time to live 8. */
function labelText(entry: number): string {
  const trafficClass = (entry >> 9) & 0x7;
  const said = [
    String(Math.floor(entry / 4096)),
    ...(trafficClass === 0 ? [] : [`class ${trafficClass}`]),
    (entry & 0x100) === 0 ? "not bottom of stack" : "bottom of stack",
    `TTL ${entry & 0xff}`,
  ];
  return said.join(", ");
}
