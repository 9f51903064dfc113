/** One field of a frame with the octets it stands in, so that fields and bytes can light each other. */
export interface FrameField {
  /** "Destination MAC", "Host tag (S)", "EtherType", "Payload". */
  readonly name: string;
  readonly value: string;
  /** First octet and the one after the last, counted from the destination MAC. */
  readonly from: number;
  readonly to: number;
  /** Groups fields into layers: "Ethernet", "Outer IPv4", "VXLAN", "GRE", "Tag S", "ARP", "ICMP", "Probe", "Payload". */
  readonly layer: string;
}
