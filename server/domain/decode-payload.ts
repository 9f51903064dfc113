import { type FrameReader, hex16, ipv4Text, ipv6Text, macText } from "./octets";
import { PROBE_ETHERTYPE, type Probe, readProbe } from "./probe";

export interface DecodedPayload {
  readonly summary: string;
  readonly probe: Probe | null;
}

/** Decodes what stands under the last EtherType; whatever it does not know becomes one field "Payload". */
export function decodePayload(reader: FrameReader, etherType: number | null): DecodedPayload {
  if (etherType === null) return plain("cut before its EtherType");
  if (etherType === PROBE_ETHERTYPE) return decodeProbe(reader);
  const summary = networkSummary(reader, etherType);
  reader.rest("Payload", "Payload");
  return plain(summary);
}

function plain(summary: string): DecodedPayload {
  return { summary, probe: null };
}

function decodeProbe(reader: FrameReader): DecodedPayload {
  const probe = readProbe(reader);
  reader.rest("Payload", probe === null ? "Payload" : "Padding");
  if (probe === null) return plain("experimental EtherType, not one of our probes");
  return { summary: `probe "${probe.text}"`, probe };
}

function networkSummary(reader: FrameReader, etherType: number): string {
  if (etherType === 0x0806) return arp(reader);
  if (etherType === 0x0800) return ipv4(reader);
  if (etherType === 0x86dd) return ipv6(reader);
  if (etherType === 0x88cc) return "LLDP";
  if (etherType < 0x600) return `LLC, length ${etherType}`;
  return `EtherType ${hex16(etherType)}`;
}

/** RFC 826, for IPv4 over Ethernet. */
function arp(reader: FrameReader): string {
  const kind = reader.peek(2, 6);
  if (kind === null || reader.left < 28) return "ARP, cut";
  reader.field("ARP", "Hardware and protocol", 6, () => "Ethernet, IPv4");
  reader.field("ARP", "Operation", 2, (value) => (value === 1 ? "1 request" : value === 2 ? "2 reply" : String(value)));
  let sender = "";
  let target = "";
  reader.field("ARP", "Sender MAC", 6, (_, octets) => macText(octets));
  reader.field("ARP", "Sender IP", 4, (_, octets) => {
    sender = ipv4Text(octets);
    return sender;
  });
  reader.field("ARP", "Target MAC", 6, (_, octets) => macText(octets));
  reader.field("ARP", "Target IP", 4, (_, octets) => {
    target = ipv4Text(octets);
    return target;
  });
  return kind === 1 ? `ARP who has ${target}, tell ${sender}` : `ARP ${sender} is here`;
}

/** RFC 791. */
function ipv4(reader: FrameReader): string {
  const first = reader.peek(1);
  if (first === null || reader.left < 20) return "IPv4, cut";
  const headerLength = (first & 0x0f) * 4;
  const protocol = reader.peek(1, 9) ?? 0;
  reader.field("IPv4", "Version and header length", 1, () => `4, ${headerLength} octets`);
  reader.field("IPv4", "Service", 1, (value) => hex16(value));
  reader.field("IPv4", "Total length", 2, String);
  reader.field("IPv4", "Identification", 2, hex16);
  reader.field("IPv4", "Flags and fragment", 2, hex16);
  reader.field("IPv4", "Time to live", 1, String);
  reader.field("IPv4", "Protocol", 1, (value) => `${value} ${protocolName(value)}`.trim());
  reader.field("IPv4", "Header checksum", 2, hex16);
  const ends = addresses(reader, "IPv4", 4, ipv4Text);
  if (headerLength > 20) reader.field("IPv4", "Options", headerLength - 20, () => `${headerLength - 20} octets`);
  return `${transport(reader, protocol)} ${ends}`;
}

/** RFC 8200. */
function ipv6(reader: FrameReader): string {
  if (reader.left < 40) return "IPv6, cut";
  const protocol = reader.peek(1, 6) ?? 0;
  reader.field("IPv6", "Version, class, flow", 4, () => "6");
  reader.field("IPv6", "Payload length", 2, String);
  reader.field("IPv6", "Next header", 1, (value) => `${value} ${protocolName(value)}`.trim());
  reader.field("IPv6", "Hop limit", 1, String);
  const ends = addresses(reader, "IPv6", 16, ipv6Text);
  return `${transport(reader, protocol)} ${ends}`;
}

function addresses(reader: FrameReader, layer: string, octets: number, show: (value: Uint8Array) => string): string {
  const ends: string[] = [];
  for (const name of ["Source IP", "Destination IP"]) {
    reader.field(layer, name, octets, (_, value) => {
      ends.push(show(value));
      return show(value);
    });
  }
  return ends.join(" to ");
}

function protocolName(protocol: number): string {
  const names: Readonly<Record<number, string>> = { 1: "ICMP", 6: "TCP", 17: "UDP", 47: "GRE", 58: "ICMPv6" };
  return names[protocol] ?? "";
}

function transport(reader: FrameReader, protocol: number): string {
  if (protocol === 1) return icmp(reader, "ICMP", { 0: "echo reply", 8: "echo request" });
  if (protocol === 58)
    return icmp(reader, "ICMPv6", { 128: "echo request", 129: "echo reply", 135: "neighbour solicitation" });
  if (protocol === 6 || protocol === 17) return ports(reader, protocolName(protocol));
  return protocolName(protocol) || `protocol ${protocol}`;
}

function icmp(reader: FrameReader, layer: string, names: Readonly<Record<number, string>>): string {
  const type = reader.field(layer, "Type", 1, (value) => `${value} ${names[value] ?? ""}`.trim());
  reader.field(layer, "Code", 1, String);
  reader.field(layer, "Checksum", 2, hex16);
  if (type === null || names[type]?.startsWith("echo") !== true) return layer;
  reader.field(layer, "Identifier", 2, String);
  reader.field(layer, "Sequence", 2, String);
  return `${layer} ${names[type]}`;
}

function ports(reader: FrameReader, layer: string): string {
  const source = reader.field(layer, "Source port", 2, String);
  const destination = reader.field(layer, "Destination port", 2, String);
  return `${layer} ${source ?? "?"} to ${destination ?? "?"}`;
}
