import { type FrameReader, hex16, macText } from "./octets";

export const ETHERTYPE = { ipv4: 0x0800, bridging: 0x6558, dot1q: 0x8100, dot1ad: 0x88a8, mpls: 0x8847 } as const;

/** The two addresses of an Ethernet header; empty where the frame is cut. */
export interface EthernetEnds {
  readonly destination: string;
  readonly source: string;
}

/** Reads an Ethernet header up to its EtherType, which decides what comes next and is read by whoever knows. */
export function readEthernet(reader: FrameReader, layer: string): EthernetEnds {
  const mac = (name: string): string => {
    let text = "";
    reader.field(layer, name, 6, (_, octets) => {
      text = macText(octets);
      return text;
    });
    return text;
  };
  return { destination: mac("Destination MAC"), source: mac("Source MAC") };
}

export function readEtherType(reader: FrameReader, layer: string): number | null {
  return reader.field(layer, "EtherType", 2, etherTypeText);
}

/** "0x88a8 802.1ad". */
export function etherTypeText(value: number): string {
  return `${hex16(value)} ${NAMES[value] ?? (value < 0x600 ? "length" : "")}`.trim();
}

const NAMES: Readonly<Record<number, string>> = {
  2048: "IPv4",
  2054: "ARP",
  25944: "Ethernet in GRE",
  33024: "802.1Q",
  34525: "IPv6",
  34887: "MPLS",
  34984: "802.1ad",
  34997: "experimental (probe)",
  35020: "LLDP",
};
