import { protocolName, readIpv4, readIpv6 } from "./decode-payload-ip";
import { type FrameReader, hex16, ipv4Text, macText } from "./octets";
import { PROBE_ETHERTYPE, type Probe, readProbe } from "./probe";
import { readRoundProbe } from "./round-probe";

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
  const round = readRoundProbe(reader);
  const probe = round === null ? readProbe(reader) : null;
  reader.rest("Payload", probe === null && round === null ? "Payload" : "Padding");
  if (round !== null) return plain(round);
  if (probe === null) return plain("experimental EtherType, not one of our probes");
  return { summary: `probe "${probe.text}"`, probe };
}

function networkSummary(reader: FrameReader, etherType: number): string {
  if (etherType === 0x0806) return arp(reader);
  if (etherType === 0x0800) return ip(reader, 4);
  if (etherType === 0x86dd) return ip(reader, 6);
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

function ip(reader: FrameReader, version: 4 | 6): string {
  const header = version === 4 ? readIpv4(reader, "IPv4") : readIpv6(reader, "IPv6");
  if (header === null) return `IPv${version}, cut`;
  return `${transport(reader, header.protocol)} ${header.ends}`;
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
