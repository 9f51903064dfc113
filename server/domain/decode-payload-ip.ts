import { type FrameReader, hex16, ipv4Text, ipv6Text } from "./octets";

export const IP_PROTOCOL = { icmp: 1, tcp: 6, udp: 17, gre: 47, icmpv6: 58 } as const;

/** The header of a packet: what it carries, and "10.20.30.30 to 10.20.30.40". */
export interface IpHeader {
  readonly protocol: number;
  readonly ends: string;
}

/** RFC 791; null, and nothing read, when the header is cut. */
export function readIpv4(reader: FrameReader, layer: string): IpHeader | null {
  const first = reader.peek(1);
  if (first === null || reader.left < 20) return null;
  const headerLength = (first & 0x0f) * 4;
  const protocol = reader.peek(1, 9) ?? 0;
  reader.field(layer, "Version and header length", 1, () => `4, ${headerLength} octets`);
  reader.field(layer, "Service", 1, (value) => hex16(value));
  reader.field(layer, "Total length", 2, String);
  reader.field(layer, "Identification", 2, hex16);
  reader.field(layer, "Flags and fragment", 2, hex16);
  reader.field(layer, "Time to live", 1, String);
  reader.field(layer, "Protocol", 1, (value) => `${value} ${protocolName(value)}`.trim());
  reader.field(layer, "Header checksum", 2, hex16);
  const ends = readEnds(reader, layer, 4, ipv4Text);
  reader.field(layer, "Options", headerLength - 20, () => `${headerLength - 20} octets`);
  return { protocol, ends };
}

/** RFC 8200; null, and nothing read, when the header is cut. */
export function readIpv6(reader: FrameReader, layer: string): IpHeader | null {
  if (reader.left < 40) return null;
  const protocol = reader.peek(1, 6) ?? 0;
  reader.field(layer, "Version, class, flow", 4, () => "6");
  reader.field(layer, "Payload length", 2, String);
  reader.field(layer, "Next header", 1, (value) => `${value} ${protocolName(value)}`.trim());
  reader.field(layer, "Hop limit", 1, String);
  return { protocol, ends: readEnds(reader, layer, 16, ipv6Text) };
}

function readEnds(reader: FrameReader, layer: string, octets: number, show: (value: Uint8Array) => string): string {
  const ends: string[] = [];
  for (const name of ["Source IP", "Destination IP"]) {
    reader.field(layer, name, octets, (_, value) => {
      ends.push(show(value));
      return show(value);
    });
  }
  return ends.join(" to ");
}

export function protocolName(protocol: number): string {
  const names: Readonly<Record<number, string>> = {
    0: "IPv6 options",
    1: "ICMP",
    6: "TCP",
    17: "UDP",
    47: "GRE",
    58: "ICMPv6",
  };
  return names[protocol] ?? "";
}
