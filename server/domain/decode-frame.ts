import { readEthernet, readEtherType } from "./decode-frame-ethernet";
import { readTags } from "./decode-frame-tags";
import { readTunnel } from "./decode-frame-tunnel";
import { decodePayload } from "./decode-payload";
import type { FrameField } from "./frame-field";
import { FrameReader, octetsOf } from "./octets";
import type { Probe } from "./probe";
import type { StackTag } from "./tag-stack";

/** A frame as captured, taken apart. */
export interface DecodedFrame {
  /** Of the tenant's frame, behind all that a link put in front of it. */
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
 * Where a frame was captured. On a link between datacenters, labels, tunnels and an outermost Q tag are the fabric's;
 * on a cable or trunk the same octets would be the client's own, and stay its payload.
 */
export type CapturedOn = "port" | "link";

/**
 * Decodes a frame from its destination MAC on: what a link puts in front (MPLS labels, a third Q tag, VXLAN, NVGRE or
 * MPLS in GRE over IPv4), 802.1ad and 802.1Q tags, then ARP, IPv4, IPv6 and what they carry, or one of our probes.
 * Never throws: what is cut or unknown ends up in a field "Payload".
 *
 * @param hex the frame in hexadecimal, without preamble and FCS, which no software sees
 */
export function decodeFrame(hex: string, on: CapturedOn): DecodedFrame {
  const reader = new FrameReader(octetsOf(hex));
  const stack: StackTag[] = [];
  const outer = readEthernet(reader, "Ethernet");
  const inner = on === "link" ? readTunnel(reader, stack) : null;
  readTags(reader, stack, on);
  const etherType = readEtherType(reader, "Payload type");
  const payload = decodePayload(reader, etherType);
  return { ...(inner ?? outer), stack, etherType, fields: reader.fields, ...payload };
}
